#include "base/zone.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/instant.h"

namespace parcours {
namespace {

std::string utc_of(const Zone& zone, std::string_view local) {
  return format_instant(zone.instant_us(parse_iso_time(local)->at_us));
}

TEST(Zone, ParisThroughBothChangesOfClocks) {
  const Zone paris = Zone::named("Europe/Paris");
  EXPECT_EQ(utc_of(paris, "2024-01-15 12:00"), "2024-01-15T11:00:00Z");
  EXPECT_EQ(utc_of(paris, "2024-07-15 12:00"), "2024-07-15T10:00:00Z");
  EXPECT_EQ(utc_of(paris, "2024-03-31 01:59"), "2024-03-31T00:59:00Z");
  EXPECT_EQ(utc_of(paris, "2024-03-31 02:30"), "2024-03-31T01:30:00Z");  // skipped: moved forward
  EXPECT_EQ(utc_of(paris, "2024-03-31 03:00"), "2024-03-31T01:00:00Z");
  EXPECT_EQ(utc_of(paris, "2024-10-27 02:30"), "2024-10-27T00:30:00Z");  // twice: the first
  EXPECT_EQ(utc_of(paris, "2024-10-27 03:00"), "2024-10-27T02:00:00Z");
}

TEST(Zone, OffsetsAndUnknownNames) {
  EXPECT_EQ(utc_of(Zone::named("+02:00"), "2024-01-15 12:00"), "2024-01-15T10:00:00Z");
  try {
    (void)Zone::named("Europe/Pariss");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::BadInput);
    EXPECT_EQ(e.hint().text(), "did you mean 'Europe/Paris'?");
  }
}

}  // namespace
}  // namespace parcours
