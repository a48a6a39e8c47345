# How every target of the house is made. Flags travel on INTERFACE targets; sources are listed, never globbed;
# includes are written from the root, so that each one shows which room it reaches into.

add_library(cardwright_flags INTERFACE)
target_include_directories(cardwright_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(cardwright_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<BOOL:${CARDWRIGHT_WERROR}>:-Werror>)
target_compile_definitions(cardwright_flags INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
target_compile_options(cardwright_flags INTERFACE -fstack-protector-strong)
target_link_options(cardwright_flags INTERFACE -Wl,-z,relro,-z,now)

if(CARDWRIGHT_SANITIZE)
  target_compile_options(cardwright_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cardwright_flags INTERFACE -fsanitize=address,undefined)
endif()

# cardwright_library(NAME SOURCES ... LINK public targets ... PRIVATE private targets ...)
function(cardwright_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC cardwright_flags ${ARG_LINK} PRIVATE ${ARG_PRIVATE})
endfunction()

# cardwright_program(NAME SOURCES ... LINK targets ...)
function(cardwright_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE cardwright_flags ${ARG_LINK})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# cardwright_test(NAME LABEL label SOURCES ... LINK targets ... [TIMEOUT seconds] [SERIAL])
# One Catch2 program, one CTest test. SERIAL for those that drive the machine (pcscd, a window).
function(cardwright_test name)
  cmake_parse_arguments(ARG "SERIAL" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE cardwright_flags ${ARG_LINK} cardwright_catch)
  target_compile_definitions(${name} PRIVATE CARDWRIGHT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CARDWRIGHT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
