# DuckDB: the official library and the C header from two pinned npm packages.
#
# `npm ci --ignore-scripts` reads third_party/duckdb/package-lock.json (integrity hashes) into the
# build tree. Nothing is committed, no install script runs. See docs/adr/0008-duckdb-from-npm.md.
set(duckdb_dir ${CMAKE_SOURCE_DIR}/.cache/duckdb)
set(duckdb_so ${duckdb_dir}/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so)
set(duckdb_header ${duckdb_dir}/node_modules/duckdb/src/duckdb/src/include/duckdb.h)
file(SHA256 ${CMAKE_SOURCE_DIR}/third_party/duckdb/package-lock.json duckdb_lock)

set(duckdb_have "")
if(EXISTS ${duckdb_dir}/lock.sha256)
  file(READ ${duckdb_dir}/lock.sha256 duckdb_have)
endif()
if(NOT duckdb_have STREQUAL duckdb_lock OR NOT EXISTS ${duckdb_so} OR NOT EXISTS ${duckdb_header})
  find_program(NPM npm REQUIRED)
  file(COPY ${CMAKE_SOURCE_DIR}/third_party/duckdb/package.json
            ${CMAKE_SOURCE_DIR}/third_party/duckdb/package-lock.json DESTINATION ${duckdb_dir})
  message(STATUS "DuckDB: fetching the pinned npm packages")
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund
                  WORKING_DIRECTORY ${duckdb_dir} RESULT_VARIABLE failed
                  OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed OR NOT EXISTS ${duckdb_so} OR NOT EXISTS ${duckdb_header})
    message(FATAL_ERROR "DuckDB could not be had: npm ci in ${duckdb_dir} failed.\n${output}\n"
            "What is needed: the packages pinned in third_party/duckdb/package.json from the npm "
            "registry. Check the network and `npm config get registry`, then configure again.")
  endif()
  file(WRITE ${duckdb_dir}/lock.sha256 ${duckdb_lock})
endif()

# Only the header's own folder is visible: the package holds much more.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include/duckdb)
file(COPY_FILE ${duckdb_header} ${CMAKE_BINARY_DIR}/include/duckdb/duckdb.h ONLY_IF_DIFFERENT)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
file(COPY_FILE ${duckdb_so} ${CMAKE_BINARY_DIR}/lib/libduckdb.so ONLY_IF_DIFFERENT)
add_library(duckdb::capi SHARED IMPORTED)
set_target_properties(duckdb::capi PROPERTIES
  IMPORTED_LOCATION ${CMAKE_BINARY_DIR}/lib/libduckdb.so
  INTERFACE_INCLUDE_DIRECTORIES ${CMAKE_BINARY_DIR}/include/duckdb)
