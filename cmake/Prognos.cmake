# The building blocks of this project: one function adds a library, one a program, one a test.
include_guard()

set(PROGNOS_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
                     -Woverloaded-virtual -Werror)

if(PROGNOS_SANITIZERS)
  add_compile_options(-fsanitize=${PROGNOS_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PROGNOS_SANITIZERS})
endif()

find_program(PROGNOS_CCACHE ccache)
if(PROGNOS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROGNOS_CCACHE})
endif()
find_program(PROGNOS_MOLD mold)
if(PROGNOS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

function(prognos_own_code target)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE ${PROGNOS_WARNINGS})
endfunction()

# prognos_library(name SOURCES a.cc ... DEPS target ...): a folder is a target, and what it may include is what it links.
function(prognos_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  prognos_own_code(${name})
endfunction()

# prognos_program(name SOURCES a.cc ... DEPS target ...): an executable in the root of the build folder.
function(prognos_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  prognos_own_code(${name})
endfunction()

# prognos_test(folder/x_test.cc DEPS target ... [LABELS label ...] [TIMEOUT seconds]): one line adds a test.
function(prognos_test source)
  cmake_parse_arguments(ARG "" "TIMEOUT" "DEPS;LABELS" ${ARGN})
  string(REGEX REPLACE "[/.]" "_" name ${source})
  string(REGEX REPLACE "_cc$" "" name ${name})
  add_executable(${name} ${source})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  prognos_own_code(${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  gtest_discover_tests(${name} NO_PRETTY_VALUES TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                       WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# Adds a folder that has a CMakeLists.txt.
function(prognos_folder folder)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
    add_subdirectory(${folder})
  endif()
endfunction()
