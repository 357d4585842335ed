#include "server/version.h"

namespace parcours::server {

std::string_view version() {
  return PARCOURS_VERSION;
}

}  // namespace parcours::server
