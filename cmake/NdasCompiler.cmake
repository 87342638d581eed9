# Compiler settings shared by every target.
include(CheckLinkerFlag)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

option(NDAS_WERROR "Treat warnings as errors" OFF)
option(NDAS_INVARIANT_CHECKS "Check the invariants of the queue after every transition" ON)
set(NDAS_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined or thread")

# ccache must be told that a precompiled header is part of the input, not of the clock.
find_program(NDAS_CCACHE ccache)
if(NDAS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=${PROJECT_SOURCE_DIR};CCACHE_NOHASHDIR=1;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${NDAS_CCACHE}")
endif()

# A test is linked for each of a hundred programs; GNU's usual linker takes five times as long as these.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  foreach(linker lld gold)
    check_linker_flag(CXX -fuse-ld=${linker} NDAS_HAS_${linker})
    if(NDAS_HAS_${linker})
      add_link_options(-fuse-ld=${linker})
      break()
    endif()
  endforeach()
endif()

add_library(ndas_options INTERFACE)
if(MSVC)
  target_compile_options(ndas_options INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${NDAS_WERROR}>:/WX>)
else()
  target_compile_options(ndas_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    $<$<BOOL:${NDAS_WERROR}>:-Werror>)
endif()
target_compile_definitions(ndas_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH
  QT_NO_KEYWORDS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
  $<$<BOOL:${NDAS_INVARIANT_CHECKS}>:NDAS_INVARIANT_CHECKS>)
if(NDAS_SANITIZE)
  target_compile_options(ndas_options INTERFACE -fsanitize=${NDAS_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(ndas_options INTERFACE -fsanitize=${NDAS_SANITIZE})
endif()
# Full optimisation and instrumentation make GCC see reads of uninitialised members of variants that are none.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (NDAS_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Release"))
  target_compile_options(ndas_options INTERFACE -Wno-maybe-uninitialized)
endif()
option(NDAS_FUZZ "Build the libFuzzer targets (clang)" OFF)
if(NDAS_FUZZ)
  target_compile_options(ndas_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
