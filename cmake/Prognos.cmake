# The building blocks of this project: one function adds a room, one a program, one the tests of a room.
include_guard()

set(PROGNOS_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
                     -Woverloaded-virtual -Werror)
# GCC 12 sees these in the standard library and Eigen once their headers are precompiled (GCC bugs 105651 and 105329);
# the sanitizer presets look for the same faults while the code runs.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND PROGNOS_WARNINGS -Wno-restrict -Wno-array-bounds -Wno-maybe-uninitialized)
endif()

if(PROGNOS_SANITIZERS)
  add_compile_options(-fsanitize=${PROGNOS_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PROGNOS_SANITIZERS})
endif()

# A precompiled header differs in its dates from build to build; the sloppiness and -fpch-preprocess let the compiler
# cache see through it.
find_program(PROGNOS_CCACHE ccache)
if(PROGNOS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${PROGNOS_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()
find_program(PROGNOS_MOLD mold)
if(PROGNOS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

function(prognos_own_code target)
  target_compile_options(${target} PRIVATE ${PROGNOS_WARNINGS})
endfunction()

# Lets what links `target` include the headers of the current folder and of those FOLDERS below it that belong to the
# target, by their path from the root, and no other folder's: an include of a room that is not among the DEPS does not
# compile.
function(prognos_own_headers target)
  cmake_parse_arguments(ARG "" "" "FOLDERS" ${ARGN})
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE room)
  set(root ${CMAKE_BINARY_DIR}/rooms/${target})
  set(patterns *.h *.inc)
  foreach(folder ${ARG_FOLDERS})
    list(APPEND patterns ${folder}/*.h)
  endforeach()
  file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${patterns})
  file(REMOVE_RECURSE ${root})
  foreach(folder "" ${ARG_FOLDERS})
    file(MAKE_DIRECTORY ${root}/${room}/${folder})
  endforeach()
  foreach(header ${headers})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${root}/${room}/${header} SYMBOLIC)
  endforeach()
  target_include_directories(${target} PUBLIC ${root})
endfunction()

# Files of a target are compiled eight at a time: most of a file's time goes to the headers and templates that its
# neighbours take as well. So names in anonymous namespaces are unique within a folder. PROGNOS_UNITY=OFF compiles each
# file by itself.
option(PROGNOS_UNITY "Compile the files of a target several at a time." ON)
function(prognos_compiled_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${PROGNOS_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# prognos_library(name SOURCES a.cc ... DEPS target ... [FOLDERS folder ...] [PCH target]): a room is a target, and what
# it may include is what it links.
function(prognos_library name)
  cmake_parse_arguments(ARG "" "PCH" "SOURCES;DEPS;FOLDERS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  prognos_compiled_together(${name})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  prognos_own_code(${name})
  prognos_own_headers(${name} FOLDERS ${ARG_FOLDERS})
  if(ARG_PCH)
    target_precompile_headers(${name} REUSE_FROM ${ARG_PCH})
  endif()
endfunction()

# prognos_program(name SOURCES a.cc ... DEPS target ... [PCH target]): an executable in the root of the build folder.
function(prognos_program name)
  cmake_parse_arguments(ARG "" "PCH" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  prognos_own_code(${name})
  if(ARG_PCH)
    target_precompile_headers(${name} REUSE_FROM ${ARG_PCH})
  endif()
endfunction()

# Tests are compiled more often than they run: less optimized, without what only a debugger needs.
function(prognos_test_code target)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1 -g0>)
  prognos_own_code(${target})
endfunction()

# prognos_precompiled(name HEADERS file ... DEPS target ... [TEST]): headers that many files of other targets begin
# with, compiled once. `PCH name` takes them; with TEST they are for tests only, and for libraries without it.
function(prognos_precompiled name)
  cmake_parse_arguments(ARG "TEST" "" "HEADERS;DEPS" ${ARGN})
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/${name}.cc.new "// Holds nothing: carries the precompiled header ${name}.\n")
  file(COPY_FILE ${CMAKE_BINARY_DIR}/precompiled/${name}.cc.new ${CMAKE_BINARY_DIR}/precompiled/${name}.cc ONLY_IF_DIFFERENT)
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${name}.cc)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  if(ARG_TEST)
    prognos_test_code(${name})
  else()
    prognos_own_code(${name})
  endif()
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
  if(PROGNOS_CCACHE)
    set_target_properties(${name} PROPERTIES
      CXX_COMPILER_LAUNCHER "${CMAKE_SOURCE_DIR}/cmake/compile-header;${CMAKE_CXX_COMPILER_LAUNCHER}")
  endif()
endfunction()

# prognos_tests(room SOURCES a_test.cc ... DEPS target ... [PCH target] [LABELS label ...] [TIMEOUT seconds]): the tests
# of a room are one program, tests/{room}_tests; ctest runs each test by itself, named {room}.{Suite}.{Test}.
function(prognos_tests room)
  cmake_parse_arguments(ARG "" "TIMEOUT;PCH" "SOURCES;DEPS;LABELS" ${ARGN})
  set(name ${room}_tests)
  add_executable(${name} ${ARG_SOURCES})
  prognos_compiled_together(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  prognos_test_code(${name})
  if(ARG_PCH)
    target_precompile_headers(${name} REUSE_FROM ${ARG_PCH})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  gtest_discover_tests(${name} NO_PRETTY_VALUES TEST_PREFIX "${room}." DISCOVERY_TIMEOUT 60
                       WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# Adds a folder that has a CMakeLists.txt.
function(prognos_folder folder)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
    add_subdirectory(${folder})
  endif()
endfunction()
