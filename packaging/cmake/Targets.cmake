# How every target of the house is made. Flags travel on INTERFACE targets; sources are listed, never globbed;
# includes are written from the root, so that each one shows which room it reaches into.

add_library(cardwright_flags INTERFACE)
target_include_directories(cardwright_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(cardwright_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<BOOL:${CARDWRIGHT_WERROR}>:-Werror>)
# g++ 12 sees overlaps and overruns in its own std::string operator+ once it optimises (GCC bugs 105329, 105651; mended in 13).
target_compile_options(cardwright_flags INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds$<SEMICOLON>-Wno-restrict$<SEMICOLON>-Wno-stringop-overflow$<SEMICOLON>-Wno-stringop-overread>)
# Threads everywhere: one set of flags, so that one precompiled header serves all.
target_compile_options(cardwright_flags INTERFACE -fstack-protector-strong -pthread)
target_link_options(cardwright_flags INTERFACE -Wl,-z,relro,-z,now)

if(CARDWRIGHT_SANITIZE)
  # Instrumented, g++ 12 takes <regex> for uninitialised (GCC bug 105562).
  target_compile_options(cardwright_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(cardwright_flags INTERFACE -fsanitize=address,undefined)
endif()

option(CARDWRIGHT_SANITIZE_THREAD "ThreadSanitizer" OFF)
if(CARDWRIGHT_SANITIZE_THREAD)
  if(CARDWRIGHT_SANITIZE)
    message(FATAL_ERROR "ThreadSanitizer goes with no other sanitizer")
  endif()
  target_compile_options(cardwright_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(cardwright_flags INTERFACE -fsanitize=thread)
endif()

# Coverage-guided fuzzing is clang's (clang-16, libclang-rt-16-dev); with any other compiler tests/fuzz has a driver of its own.
option(CARDWRIGHT_FUZZ "Instrument for libFuzzer, with the address and undefined-behaviour sanitizers (clang)" OFF)
if(CARDWRIGHT_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "CARDWRIGHT_FUZZ needs clang: apt-get install clang-16 libclang-rt-16-dev")
  endif()
  target_compile_options(cardwright_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cardwright_flags INTERFACE -fsanitize=address,undefined)
endif()

# What ships is fortified; tests are compiled without optimisation, since most of their time is Catch2's macros.
add_library(cardwright_shipped INTERFACE)
target_compile_definitions(cardwright_shipped INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)

# One precompiled header per kind of target: libraries, programs (position independent as executables are), tests, the window and its tests.
# JSON and the containers are most of what core's sources read, and JSON's templates most of what each would compile again:
# JsonInstances has them once.
set(CARDWRIGHT_PCH_STANDARD <algorithm> <array> <chrono> <condition_variable> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span>
  <sstream> <stop_token> <string> <string_view> <thread> <variant> <vector>)
set(CARDWRIGHT_PCH_JSON ${PROJECT_SOURCE_DIR}/packaging/cmake/JsonInstances.h)
if(CARDWRIGHT_PCH)
  add_library(cardwright_json STATIC ${PROJECT_SOURCE_DIR}/packaging/cmake/JsonInstances.cpp)
  # It is linked by the flags, so it takes them as text: a parser of what others send is protected and instrumented like the rest.
  target_link_libraries(cardwright_json PRIVATE cardwright_shipped nlohmann_json::nlohmann_json)
  target_compile_options(cardwright_json PRIVATE $<TARGET_PROPERTY:cardwright_flags,INTERFACE_COMPILE_OPTIONS>)
  target_link_libraries(cardwright_flags INTERFACE cardwright_json)

  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pch/Nothing.cpp CONTENT "// The precompiled header is all there is.\n")
  foreach(kind pch program_pch)
    add_library(cardwright_${kind} OBJECT ${CMAKE_BINARY_DIR}/pch/Nothing.cpp)
    target_link_libraries(cardwright_${kind} PRIVATE cardwright_flags cardwright_shipped nlohmann_json::nlohmann_json)
    target_precompile_headers(cardwright_${kind} PRIVATE ${CARDWRIGHT_PCH_STANDARD} ${CARDWRIGHT_PCH_JSON})
  endforeach()
  set_target_properties(cardwright_program_pch PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(cardwright_program_pch PRIVATE -fPIE)
endif()

# cardwright_library(NAME SOURCES ... LINK public targets ... PRIVATE private targets ...)
function(cardwright_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC cardwright_flags ${ARG_LINK} PRIVATE cardwright_shipped ${ARG_PRIVATE})
  if(CARDWRIGHT_PCH)
    target_precompile_headers(${name} REUSE_FROM cardwright_pch)
  endif()
endfunction()

# cardwright_program(NAME SOURCES ... LINK targets ... [QT]); with Qt it is compiled as a library is, and has no header of its own.
function(cardwright_program name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE cardwright_flags cardwright_shipped ${ARG_LINK})
  if(CARDWRIGHT_PCH AND NOT ARG_QT)
    target_precompile_headers(${name} REUSE_FROM cardwright_program_pch)
  endif()
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# cardwright_test_code(NAMES ...): libraries and programs of the tests, without Qt.
function(cardwright_test_code)
  foreach(name IN LISTS ARGN)
    target_link_libraries(${name} PRIVATE cardwright_flags Catch2::Catch2 nlohmann_json::nlohmann_json)
    if(CARDWRIGHT_PCH)
      set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF) # as the header was compiled
      target_precompile_headers(${name} REUSE_FROM cardwright_catch_pch)
    endif()
  endforeach()
endfunction()

# cardwright_window_code(NAMES ...): the same with Qt.
function(cardwright_window_code)
  foreach(name IN LISTS ARGN)
    target_link_libraries(${name} PRIVATE cardwright_flags cardwright_ui Qt6::Test Catch2::Catch2)
    target_compile_definitions(${name} PRIVATE CARDWRIGHT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    if(CARDWRIGHT_PCH)
      target_precompile_headers(${name} REUSE_FROM cardwright_window_pch)
    endif()
  endforeach()
endfunction()

# Most of what tests wait for is a disk's word on thousands of small commits. What they prove is order and content, which a file system in
# memory keeps as well, also after a SIGKILL; some stay on the disk (DISK), so that it is a real one somewhere.
# Only where there is a gibibyte of it and programs may be started from it: a container's own may have 64 MiB, and noexec.
set(CARDWRIGHT_TEST_ENVIRONMENT "")
execute_process(
  COMMAND sh -c "test \"$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')\" -ge 1048576 && probe=$(mktemp /dev/shm/cardwright-probe-XXXXXX) \
    && printf '#!/bin/sh\nexit 0\n' > $probe && chmod 700 $probe && $probe; held=$?; rm -f $probe; exit $held"
  RESULT_VARIABLE withoutMemory OUTPUT_QUIET ERROR_QUIET)
if(withoutMemory EQUAL 0)
  set(CARDWRIGHT_TEST_ENVIRONMENT "TMPDIR=/dev/shm")
endif()
# A limit is for what hangs: far above what a slow machine takes that is busy with other things too.
set(CARDWRIGHT_TEST_SECONDS 1200)

# cardwright_window_test(NAME SOURCES ... LINK targets ... [TIMEOUT seconds]): one program with a main of its own, which makes the application.
function(cardwright_window_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  cardwright_window_code(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT ${CARDWRIGHT_TEST_SECONDS})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS ui TIMEOUT ${ARG_TIMEOUT})
endfunction()

# cardwright_test(NAME LABEL label SOURCES ... LINK targets ... [TIMEOUT seconds] [SERIAL] [DISK])
# One Catch2 program, one CTest test. SERIAL for those that drive the machine (pcscd, a window).
function(cardwright_test name)
  cmake_parse_arguments(ARG "SERIAL;DISK" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  cardwright_test_code(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} cardwright_catch)
  target_compile_definitions(${name} PRIVATE CARDWRIGHT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CARDWRIGHT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT ${CARDWRIGHT_TEST_SECONDS})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
  if(NOT ARG_DISK)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${CARDWRIGHT_TEST_ENVIRONMENT}")
  endif()
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
