# Compiler and linker options of every target, as one interface target.
add_library(cat4_options INTERFACE)
add_library(cat4::options ALIAS cat4_options)

target_compile_options(cat4_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wformat=2 -Wimplicit-fallthrough
  -Wno-restrict -Wno-maybe-uninitialized  # false alarms of GCC 12 on std::string and std::optional when it optimises
  -fstack-protector-strong -fno-common)
if(CAT4_WERROR)
  target_compile_options(cat4_options INTERFACE -Werror)
endif()
if(CAT4_SANITIZE)
  target_compile_options(cat4_options INTERFACE -fsanitize=${CAT4_SANITIZERS} -fno-sanitize-recover=all
    -fno-sanitize=null,alignment,vptr  # half of the build's time, for what the address sanitizer finds as well or we don't do
    -fno-omit-frame-pointer -O1 -g1)  # files and lines, which their reports name: all of it takes a third longer
  target_link_options(cat4_options INTERFACE -fsanitize=${CAT4_SANITIZERS})
endif()
if(CAT4_COVERAGE)
  target_compile_options(cat4_options INTERFACE --coverage)
  target_link_options(cat4_options INTERFACE --coverage)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(cat4_options INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(cat4_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(CAT4_STATIC)
  target_link_options(cat4_options INTERFACE -static-libstdc++ -static-libgcc)
endif()
if(CAT4_TIDY)
  find_program(CLANG_TIDY NAMES clang-tidy-14 clang-tidy REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY} --quiet)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER AND NOT DEFINED ENV{CCACHE_DISABLE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# What nearly every file includes is read once, where no compiler cache spares reading it: a file of ours takes a third
# of the time then. Every file still includes what it needs: with a cache, and under clang-tidy, it has nothing else.
function(cat4_precompile target)
  if(NOT CMAKE_CXX_COMPILER_LAUNCHER AND NOT CAT4_TIDY)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <set>
      <span> <string> <string_view> <utility> <vector> <fmt/format.h> <tl/expected.hpp> ${ARGN})
    # false alarms of GCC 12 on std::string, which it tells of once the header is precompiled
    target_compile_options(${target} PRIVATE -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
  endif()
endfunction()

# Compiles files of the target several at a time: a third of the time for all of them, but more for one that changes.
# Files that no longer fit together, as a name was added since, are told apart by configuring anew.
function(cat4_group target)
  if(CAT4_GROUPED)
    find_program(CAT4_PYTHON3 NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
    get_target_property(files ${target} SOURCES)
    list(TRANSFORM files PREPEND ${PROJECT_SOURCE_DIR}/)
    execute_process(COMMAND ${CAT4_PYTHON3} -B ${PROJECT_SOURCE_DIR}/cmake/groups.py ${PROJECT_BINARY_DIR}/grouped/${target} ${files}
      OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "\n" ";" groups "${groups}")
    set_property(TARGET ${target} PROPERTY SOURCES ${groups})
  endif()
endfunction()
