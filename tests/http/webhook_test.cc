// Webhooks against a receiver on loopback: what arrives, what is tried again, what is refused.
#include "server/webhook.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/document.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "server/alert_json.h"
#include "server/alert_teller.h"
#include "support/fake_alerts.h"

namespace parcours::server {
namespace {

using std::chrono::milliseconds;

// Takes one request a connection and answers with the next status of its list, the last one again
// and again; 0 closes without an answer, -1 keeps silent until the end.
class Receiver {
 public:
  explicit Receiver(std::vector<int> statuses)
      : statuses_(std::move(statuses)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  ~Receiver() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
    for (const int silent : silent_) ::close(silent);
  }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] WebhookTarget target() const {
    return webhook_target("http://127.0.0.1:" + std::to_string(port_) + "/hooks?for=alerts");
  }
  [[nodiscard]] std::vector<std::string> requests() {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    for (std::size_t n = 0;; ++n) {
      const int connection = ::accept(socket_, nullptr, nullptr);
      if (connection < 0) return;
      const int status = statuses_[std::min(n, statuses_.size() - 1)];
      std::string text = read_request(connection);
      {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(std::move(text));
      }
      if (status < 0) {
        silent_.push_back(connection);
        continue;
      }
      const std::string answer = "HTTP/1.1 " + std::to_string(status) +
                                 " x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
      if (status > 0) (void)::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(connection);
    }
  }
  static std::size_t length_at(const std::string& text, std::size_t at) {
    const auto length = parse_integer(text.substr(at, text.find('\r', at) - at));
    return static_cast<std::size_t>(length.value_or(0));
  }
  static std::string read_request(int connection) {
    std::string text;
    char part[4096];
    for (;;) {
      const std::size_t head = text.find("\r\n\r\n");
      const std::size_t length = text.find("Content-Length: ");
      if (head != std::string::npos && length != std::string::npos &&
          text.size() >= head + 4 + length_at(text, length + 16)) {
        return text;
      }
      const ssize_t got = ::recv(connection, part, sizeof part, 0);
      if (got <= 0) return text;
      text.append(part, static_cast<std::size_t>(got));
    }
  }

  std::vector<int> statuses_;
  int socket_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> silent_;
  std::jthread thread_;
};

constexpr milliseconds kLong{30'000};

TEST(Webhook, AddressesAreRead) {
  const WebhookTarget plain = webhook_target("http://hooks.example.org");
  EXPECT_EQ(plain.host + ' ' + plain.port + ' ' + plain.path, "hooks.example.org 80 /");
  const WebhookTarget full = webhook_target("https://[::1]:8443/a/b?c=d#e");
  EXPECT_EQ(full.scheme, WebhookTarget::Scheme::Https);
  EXPECT_EQ(full.host + ' ' + full.port + ' ' + full.path, "::1 8443 /a/b?c=d");
  EXPECT_EQ(webhook_target("https://x?c=d").path, "/?c=d");
  for (const char* wrong :
       {"", "ftp://x/", "file:///etc/passwd", "http://", "http://:80/", "http://x:0/",
        "http://x:99999/", "http://x:http/", "http://ana:secret@x/", "http://x/a b",
        "http://x/\r\nHost: y", "http://[::1/", "http://é/"}) {
    EXPECT_THROW((void)webhook_target(wrong), Error) << wrong;
  }
}

// Made with another program.
TEST(Webhook, SignaturesAreHmacSha256) {
  EXPECT_EQ(webhook_signature({.body = "what do ya want for nothing?", .sent_s = 7}, "Jefe"),
            "t=7,v1=239f4b39fd23f4376db46b239fae471e7c6824b3931bc60f4c0b745bef8de34f");
}

TEST(Webhook, ArrivesWholeAndSigned) {
  Receiver receiver({204});
  const WebhookMessage message{.body = R"({"id":7})", .id = 7, .sent_s = 1'700'000'000};
  EXPECT_EQ(deliver(receiver.target(), message, "a secret of some length", kLong, {}), "");
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 1U);
  const std::string& text = requests[0];
  EXPECT_TRUE(text.starts_with("POST /hooks?for=alerts HTTP/1.1\r\n")) << text;
  EXPECT_TRUE(text.ends_with("\r\n\r\n{\"id\":7}")) << text;
  EXPECT_NE(text.find("X-Parcours-Delivery: 7\r\n"), std::string::npos);
  EXPECT_NE(text.find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_NE(text.find("X-Parcours-Signature: " +
                      webhook_signature(message, "a secret of some length") + "\r\n"),
            std::string::npos);
}

TEST(Webhook, WhatIsNotDeliveredIsSaid) {
  Receiver receiver({500, 302, 0, -1});
  const WebhookMessage message{.body = "{}", .id = 1, .sent_s = 1};
  const auto tried = [&](milliseconds timeout) {
    return deliver(receiver.target(), message, "", timeout, {});
  };
  EXPECT_EQ(tried(kLong), "answered 500");
  EXPECT_EQ(tried(kLong), "answered 302");  // not followed
  EXPECT_NE(tried(kLong), "");
  EXPECT_EQ(tried(milliseconds(50)), "no answer within 50 ms");
  EXPECT_EQ(receiver.requests()[0].find("X-Parcours-Signature"), std::string::npos);
  EXPECT_NE(deliver(webhook_target("http://127.0.0.1:1/"), message, "", kLong, {}), "");
}

TEST(Webhook, StopsAtOnce) {
  Receiver receiver({-1});
  std::stop_source stop;
  std::jthread later([&] {
    while (receiver.requests().empty()) std::this_thread::yield();
    stop.request_stop();
  });
  EXPECT_NE(deliver(receiver.target(), {.body = "{}"}, "", std::chrono::hours(1), stop.get_token()),
            "");
}

model::AlertEvent event(std::uint64_t id) {
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return {.id = id,
          .design = "shop",
          .stage = "order",
          .side = "below",
          .noticed_us = now.count(),
          .body = R"({"address":"/"})"};
}

// The first is refused twice and waits; the second does not wait for it; both arrive in the end.
TEST(AlertTeller, TriesAgainUntilItIsDelivered) {
  log::set_level(log::Level::Off);
  parcours::testing::FakeAlerts alerts;
  alerts.events = {event(1), event(2)};
  Receiver receiver({503, 503, 200});
  {
    const AlertTeller teller(alerts,
                             {.webhook = receiver.target(),
                              .every = milliseconds(1),
                              .retry = milliseconds(1),
                              .longest = milliseconds(4)},
                             [] { return std::uint64_t{0}; });
    ASSERT_TRUE(alerts.tried(4));
  }
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 4U);
  ASSERT_EQ(alerts.notes.size(), 4U);
  EXPECT_EQ(alerts.notes[0].failure, "answered 503");
  EXPECT_GT(alerts.notes[0].next_us, alerts.notes[0].at_us);
  for (const model::AlertEvent& one : alerts.events) {
    EXPECT_NE(one.delivered_us, 0);
    EXPECT_EQ(one.failure, "");
  }
  const std::string& last = requests.back();
  const Node told = parse_json(last.substr(last.find("\r\n\r\n") + 4), "told");
  EXPECT_EQ(told.find("event")->text, "opened");
  EXPECT_EQ(told.find("side")->text, "below");
  EXPECT_EQ(told.find("about")->find("address")->text, "/");
}

TEST(AlertTeller, LooksWhenTheDataHaveChanged) {
  parcours::testing::FakeAlerts alerts;
  std::atomic<std::uint64_t> changes{0};
  std::atomic<int> asked{0};
  const AlertTeller teller(alerts, {.every = milliseconds(1), .retry = milliseconds(1)}, [&] {
    ++asked;
    return changes.load();
  });
  ASSERT_TRUE(alerts.looked(1));
  const int then = asked;
  while (asked < then + 5) std::this_thread::yield();
  {
    const std::scoped_lock lock(alerts.mutex);
    EXPECT_EQ(alerts.checked, 1);
  }
  ++changes;
  EXPECT_TRUE(alerts.looked(2));
}

TEST(AlertList, SaysHowFarTheWordHasCome) {
  const std::int64_t week = std::chrono::microseconds(kTellFor).count();
  model::AlertEvent one = event(1);
  const std::int64_t now = one.noticed_us;
  EXPECT_STREQ(delivery_state(one, "", now), "not_sent");
  EXPECT_STREQ(delivery_state(one, "host", now), "waiting");
  EXPECT_STREQ(delivery_state(one, "host", now + week), "not_sent");
  one.tries = 3;
  EXPECT_STREQ(delivery_state(one, "host", now), "waiting");
  EXPECT_STREQ(delivery_state(one, "host", now + week), "given_up");
  one.delivered_us = now;
  EXPECT_STREQ(delivery_state(one, "", now + week), "delivered");
}

}  // namespace
}  // namespace parcours::server
