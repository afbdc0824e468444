# What `cmake --install` puts where: the programs with their manual pages, and the contract for those who write programs of their own.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS prognos prognosd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_BINARY_DIR}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR} OPTIONAL)

set(PROGNOS_PROTOS_DIRECTORY ${CMAKE_INSTALL_DATADIR}/prognos/proto)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/proto/prognos DESTINATION ${PROGNOS_PROTOS_DIRECTORY}
        FILES_MATCHING PATTERN "*.proto")

# pkg-config --variable=protodir prognos-protos
configure_file(${CMAKE_SOURCE_DIR}/cmake/prognos-protos.pc.in ${CMAKE_BINARY_DIR}/prognos-protos.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/prognos-protos.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)

# find_package(PrognosProtos)
set(PROGNOS_CONFIG_FOLDER ${CMAKE_INSTALL_DATADIR}/cmake/PrognosProtos)
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/PrognosProtosConfig.cmake.in
                              ${CMAKE_BINARY_DIR}/PrognosProtosConfig.cmake
                              INSTALL_DESTINATION ${PROGNOS_CONFIG_FOLDER} PATH_VARS PROGNOS_PROTOS_DIRECTORY)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/PrognosProtosConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_BINARY_DIR}/PrognosProtosConfig.cmake ${CMAKE_BINARY_DIR}/PrognosProtosConfigVersion.cmake
        DESTINATION ${PROGNOS_CONFIG_FOLDER})
