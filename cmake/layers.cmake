# A layer is a folder of C files that becomes one static library. Its own folder is on the include
# path of the layers above it and of none below it, so an upward include does not compile.
set(VF_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wstrict-prototypes
    -Wmissing-prototypes)
if(VF_WERROR)
  list(APPEND VF_WARNINGS -Werror)
endif()
# No contraction to FMA: the same seed must give the same bits on every x86-64 CPU.
set(VF_CODEGEN -ffp-contract=off)

# Link-time optimisation is for the release build only, and only where the tool chain can do it.
set(VF_LTO OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT VF_SANITIZE)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT VF_LTO OUTPUT unused LANGUAGES C)
endif()

# The release build takes a library into itself where its archive can be linked: looking for two and binding their
# names is a third of the time to main().
macro(vf_archives_first)
  set(usual_suffixes ${CMAKE_FIND_LIBRARY_SUFFIXES})
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    find_library(VF_ARCHIVE libsqlite3.a)
    mark_as_advanced(VF_ARCHIVE)
  endif()
  if(VF_ARCHIVE)
    include(CheckCSourceCompiles)
    set(CMAKE_REQUIRED_LIBRARIES ${VF_ARCHIVE} Threads::Threads m)
    check_c_source_compiles("#include <sqlite3.h>\nint main(void) { return sqlite3_initialize(); }" VF_ARCHIVES)
    unset(CMAKE_REQUIRED_LIBRARIES)
  endif()
  if(VF_ARCHIVES)
    list(PREPEND CMAKE_FIND_LIBRARY_SUFFIXES .a)
  endif()
endmacro()

macro(vf_archives_as_usual)
  set(CMAKE_FIND_LIBRARY_SUFFIXES ${usual_suffixes})
endmacro()

# What every target of ours is compiled with, be it a layer, the program or a test.
function(vf_common target)
  target_compile_options(${target} PRIVATE ${VF_WARNINGS} ${VF_CODEGEN} ${VF_SANITIZE})
  target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L VF_VERSION="${PROJECT_VERSION}")
  target_link_options(${target} PRIVATE ${VF_SANITIZE})
  if(VF_LTO)
    set_property(TARGET ${target} PROPERTY INTERPROCEDURAL_OPTIMIZATION ON)
    if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
      # libvardflode must also serve a linker that knows nothing of LTO.
      target_compile_options(${target} PRIVATE -ffat-lto-objects)
    endif()
  endif()
endfunction()

# vf_layer(NAME DIR folder USES libraries... [EXCEPT files...]) makes vf_NAME of every C file below the
# folder. A layer without C files yet is an interface: its headers can be used already.
function(vf_layer name)
  cmake_parse_arguments(L "" "DIR" "USES;EXCEPT" ${ARGN})
  set(folder ${CMAKE_SOURCE_DIR}/${L_DIR})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.c)
  foreach(file ${L_EXCEPT})
    list(REMOVE_ITEM sources ${folder}/${file})
  endforeach()
  if(NOT sources)
    add_library(vf_${name} INTERFACE)
    target_include_directories(vf_${name} INTERFACE ${folder})
    target_link_libraries(vf_${name} INTERFACE ${L_USES})
    return()
  endif()
  add_library(vf_${name} STATIC ${sources})
  vf_common(vf_${name})
  target_include_directories(vf_${name} PUBLIC ${folder})
  target_link_libraries(vf_${name} PUBLIC ${L_USES})
endfunction()

function(vf_program name)
  cmake_parse_arguments(P "" "SOURCE" "USES" ${ARGN})
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/${P_SOURCE})
    return()
  endif()
  add_executable(${name} ${P_SOURCE})
  vf_common(${name})
  target_link_libraries(${name} PRIVATE ${P_USES})
endfunction()

# The layers as one static library for programs of others (include/vardflode).
function(vf_library target)
  cmake_parse_arguments(L "" "NAME" "LAYERS" ${ARGN})
  set(objects)
  foreach(layer ${L_LAYERS})
    list(APPEND objects $<TARGET_OBJECTS:vf_${layer}>)
  endforeach()
  add_library(${target} STATIC ${objects})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${L_NAME} LINKER_LANGUAGE C)
  if(VF_LTO)
    set_property(TARGET ${target} PROPERTY INTERPROCEDURAL_OPTIMIZATION ON)
  endif()
endfunction()
