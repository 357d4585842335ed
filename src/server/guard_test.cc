#include "server/guard.h"

#include <gtest/gtest.h>

namespace parcours::server {
namespace {

Request request_with(Method method, const char* path, TextPairs headers) {
  Request request;
  request.method = method;
  request.target = *parse_target(path);
  request.headers = std::move(headers);
  return request;
}

int refusal_of(const Request& request) {
  const auto refused = refuse_stranger(request, {});
  return refused ? refused->status : 0;
}

TEST(Guard, KnowsItsOwnNames) {
  const GuardOptions loopback;
  for (const char* host : {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080",
                           "app.localhost", "localhost."}) {
    EXPECT_TRUE(is_own_host(host, loopback)) << host;
  }
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                           "127.evil", "10.0.0.1", "", "[", "127.0.0.256"}) {
    EXPECT_FALSE(is_own_host(host, loopback)) << host;
  }
  const GuardOptions open{.address = "0.0.0.0", .hosts = {"journeys.example"}};
  EXPECT_TRUE(is_own_host("10.0.0.1:8080", open));
  EXPECT_TRUE(is_own_host("Journeys.Example:443", open));
  EXPECT_FALSE(is_own_host("evil.example", open));
}

TEST(Guard, RefusesPagesOfOtherSites) {
  const char* path = "/api/summary";
  EXPECT_EQ(refusal_of(request_with(Method::Post, path, {{"host", "localhost:1"}})), 0);
  EXPECT_EQ(refusal_of(request_with(Method::Post, path, {})), 400);
  EXPECT_EQ(refusal_of(request_with(Method::Post, path, {{"host", "evil.example"}})), 403);
  const auto with = [&](Method method, const char* name, const char* value) {
    return refusal_of(request_with(method, path, {{"host", "localhost:1"}, {name, value}}));
  };
  EXPECT_EQ(with(Method::Post, "origin", "http://localhost:1"), 0);
  EXPECT_EQ(with(Method::Post, "origin", "http://localhost:2"), 403);
  EXPECT_EQ(with(Method::Put, "origin", "null"), 403);
  EXPECT_EQ(with(Method::Delete, "sec-fetch-site", "cross-site"), 403);
  EXPECT_EQ(with(Method::Post, "sec-fetch-site", "same-site"), 403);
  EXPECT_EQ(with(Method::Post, "sec-fetch-site", "same-origin"), 0);
  EXPECT_EQ(with(Method::Get, "sec-fetch-site", "cross-site"), 403);
}

TEST(Guard, LetsLinksWork) {
  const TextPairs link = {
      {"host", "localhost:1"}, {"sec-fetch-site", "cross-site"}, {"sec-fetch-mode", "navigate"}};
  EXPECT_EQ(refusal_of(request_with(Method::Get, "/canvas", link)), 0);
  EXPECT_EQ(refusal_of(request_with(Method::Get, "/api/summary", link)), 0);
  EXPECT_EQ(refusal_of(request_with(Method::Post, "/api/summary", link)), 403);
}

}  // namespace
}  // namespace parcours::server
