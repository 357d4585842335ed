#include "server/http_message.h"

#include <gtest/gtest.h>

#include "server/gzip.h"

namespace parcours::server {
namespace {

TEST(Target, IsTakenApart) {
  const auto target = parse_target("/api/documents/designs/caf%C3%A9%2Fbar?version=2&q=a%20b+c&x");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/documents/designs/caf%C3%A9%2Fbar");
  EXPECT_EQ(target->segments,
            (std::vector<std::string>{"api", "documents", "designs", "café/bar"}));
  EXPECT_EQ(target->query, (TextPairs{{"version", "2"}, {"q", "a b c"}, {"x", ""}}));
}

TEST(Target, IsRefusedIfBroken) {
  for (const char* text : {"", "api", "*", "/a%2", "/a%zz", "/a%00b", "/%FF", "/a?q=%C3"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Gzip, IsUsedOnlyWhereItIsAcceptedAndWorthIt) {
  const auto request = [](const char* accepted) {
    Request made;
    made.headers.emplace_back("accept-encoding", accepted);
    return made;
  };
  EXPECT_TRUE(accepts_gzip(request("br, gzip;q=0.5")));
  EXPECT_TRUE(accepts_gzip(request("*")));
  EXPECT_FALSE(accepts_gzip(request("gzip;q=0, br")));
  EXPECT_FALSE(accepts_gzip(Request{}));

  Response small = json_response(200, "{}");
  compress_for(request("gzip"), small);
  EXPECT_EQ(small.body, "{}");
  Response large = json_response(200, std::string(100'000, ' '));
  compress_for(request("gzip"), large);
  EXPECT_LT(large.body.size(), 1000U);
}

}  // namespace
}  // namespace parcours::server
