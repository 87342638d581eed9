# ndas_library(NAME LINKS...): a static library of all sources in the current folder; LINKS say whom it may know.
function(ndas_library name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.h)
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ndas_options ${ARGN})
  target_precompile_headers(${name} REUSE_FROM ndas_precompiled)
endfunction()

# ndas_program(NAME LINKS...): an executable of all sources in the current folder.
function(ndas_program name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.h)
  add_executable(${name} ${sources})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE ndas_options ${ARGN})
  target_precompile_headers(${name} REUSE_FROM ndas_precompiled)
endfunction()

# ndas_test(NAME SOURCE.cpp LABELS a b LINKS x y [TIMEOUT s]): one QtTest program, registered with ctest, run offscreen.
function(ndas_test name source)
  cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;LINKS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300) # a busy machine is no failure
  endif()
  add_executable(${name} ${source} "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
  # Not AUTOMOC: for a hundred programs of one source each it would take longer than their tests.
  qt_generate_moc(${source} ${name}.moc TARGET ${name})
  target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTOUIC OFF
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  target_link_libraries(${name} PRIVATE ndas_options ndas_test_support ${arg_LINKS} Qt6::Test)
  target_precompile_headers(${name} REUSE_FROM ndas_precompiled)
  add_test(NAME ${name} COMMAND ${name})
  # As programs do (core/base/freed_memory.h): most of the time of tests of the queue went into it.
  set(keepFreedMemory "MALLOC_TRIM_THRESHOLD_=67108864;MALLOC_MMAP_THRESHOLD_=33554432")
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;${keepFreedMemory}")
  foreach(label IN LISTS arg_LABELS)
    if(NOT TARGET tests_${label})
      add_custom_target(tests_${label}) # builds all with this label
    endif()
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()
