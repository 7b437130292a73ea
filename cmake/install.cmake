# What `cmake --install` lays out: the program, its man pages and bash completion (written by the program
# itself from its option tables, so that they cannot drift), the configs, and the public headers.
include(GNUInstallDirs)
if(NOT TARGET vardflode)
  return()
endif()

set(docs ${CMAKE_BINARY_DIR}/docs)
set(pages ${docs}/vardflode.1 ${docs}/sv/vardflode.1 ${docs}/vardflode.bash)
add_custom_command(
  OUTPUT ${pages}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${docs}/sv
  COMMAND ${CMAKE_COMMAND} -E env LANGUAGE=en $<TARGET_FILE:vardflode> docs man > ${docs}/vardflode.1
  COMMAND ${CMAKE_COMMAND} -E env LANGUAGE=sv $<TARGET_FILE:vardflode> docs man > ${docs}/sv/vardflode.1
  COMMAND $<TARGET_FILE:vardflode> docs completion > ${docs}/vardflode.bash
  DEPENDS vardflode
  VERBATIM)
add_custom_target(vf_pages ALL DEPENDS ${pages})

install(TARGETS vardflode RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS vardflode_library ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${docs}/vardflode.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${docs}/sv/vardflode.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/sv/man1)
install(FILES ${docs}/vardflode.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME vardflode)
install(DIRECTORY configs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/vardflode/configs)
install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES README.md COPYING DESTINATION ${CMAKE_INSTALL_DOCDIR})
