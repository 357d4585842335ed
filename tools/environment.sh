# shellcheck shell=sh disable=SC2154
# Sourced by run, test and .ci/run with $root set: the pinned Node first where the machine's own is
# too old, and what ccache needs to know.
if [ -x "$root/.cache/node/node_modules/.bin/node" ]; then
  PATH=$root/.cache/node/node_modules/.bin:$PATH
  export PATH
  # This Node and npm came with nobody's settings: give them those of the machine's own.
  NODE_USE_SYSTEM_CA=1
  export NODE_USE_SYSTEM_CA
  if [ -f /etc/npmrc ]; then
    NPM_CONFIG_GLOBALCONFIG=${NPM_CONFIG_GLOBALCONFIG:-/etc/npmrc}
    export NPM_CONFIG_GLOBALCONFIG
  fi
fi
# Objects compiled in one checkout serve every other one.
CCACHE_BASEDIR=$root
CCACHE_NOHASHDIR=1
# What ccache asks for where headers are precompiled.
CCACHE_SLOPPINESS=pch_defines,time_macros
export CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_SLOPPINESS
