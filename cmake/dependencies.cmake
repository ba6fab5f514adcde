# Packages of Debian 12; nothing is downloaded.
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)

# Debian has no static fmt: header-only where everything is static, else the shared library, which compiles faster.
add_library(cat4_fmt INTERFACE)
add_library(cat4::fmt ALIAS cat4_fmt)
if(CAT4_STATIC)
  target_link_libraries(cat4_fmt INTERFACE fmt::fmt-header-only)
else()
  target_link_libraries(cat4_fmt INTERFACE fmt::fmt)
endif()

# The static library where CAT4_STATIC asks for it and the package has one.
function(cat4_library target name header)
  find_path(${target}_INCLUDE NAMES ${header} REQUIRED)
  if(CAT4_STATIC)
    find_library(${target}_LIBRARY NAMES lib${name}.a ${name} REQUIRED)
  else()
    find_library(${target}_LIBRARY NAMES ${name} REQUIRED)
  endif()
  add_library(cat4_${target} INTERFACE)
  add_library(cat4::${target} ALIAS cat4_${target})
  target_include_directories(cat4_${target} SYSTEM INTERFACE ${${target}_INCLUDE})
  target_link_libraries(cat4_${target} INTERFACE ${${target}_LIBRARY} ${ARGN})
endfunction()

cat4_library(yaml yaml-cpp yaml-cpp/yaml.h)
cat4_library(utf8proc utf8proc utf8proc.h)
cat4_library(crypto crypto openssl/evp.h ${CMAKE_DL_LIBS})
cat4_library(sodium sodium sodium.h)
