# Packages of Debian 12; nothing is downloaded.
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)

# Debian has no static fmt, and header-only it takes two thirds of the time that a file of ours needs to compile:
# where everything is static, one file of our own holds it.
if(CAT4_STATIC)
  add_library(cat4_fmt STATIC cmake/fmt.cc)
  target_include_directories(cat4_fmt PUBLIC $<TARGET_PROPERTY:fmt::fmt-header-only,INTERFACE_INCLUDE_DIRECTORIES>)
else()
  add_library(cat4_fmt INTERFACE)
  target_link_libraries(cat4_fmt INTERFACE fmt::fmt)
endif()
add_library(cat4::fmt ALIAS cat4_fmt)

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
