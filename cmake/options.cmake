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
  target_compile_options(cat4_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer -O1)
  target_link_options(cat4_options INTERFACE -fsanitize=address,undefined)
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
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
