// Files that no reader should meet, and all do: each ends in a clear error or counted refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "collect/csv_reader.h"
#include "collect/file_source.h"
#include "collect/proposal.h"
#include "collect/xes_reader.h"
#include "support/sanitized.h"

namespace parcours::collect {
namespace {

namespace fs = std::filesystem;
using model::RefusalReason;
using ::testing::Contains;
using ::testing::HasSubstr;

class HostileFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "parcours-hostile-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& bytes) const {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  static std::string gzip(const std::string& bytes) {
    std::string packed(compressBound(bytes.size()) + 64, '\0');
    z_stream z{};
    EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string in = bytes;
    z.next_in = reinterpret_cast<Bytef*>(in.data());
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = reinterpret_cast<Bytef*>(packed.data());
    z.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
    packed.resize(z.total_out);
    deflateEnd(&z);
    return packed;
  }

  // A packed file with an endless line: one packed stretch of 32 MiB, again and again.
  fs::path long_line(const std::string& name, const std::string& before, const std::string& after,
                     int stretches) const {
    static const std::string stretch = gzip(std::string(std::size_t{32} << 20U, 'x'));
    std::string packed = gzip(before);
    for (int i = 0; i < stretches; ++i) packed += stretch;
    return write(name, packed + gzip(after));
  }

  fs::path folder_;
};

Mapping basic() {
  return parse_mapping(
      parse_yaml("{mapping: t, columns: {customer: c, time: t, activity: a}}", "m.yaml"));
}

struct Outcome {
  std::size_t events = 0;
  std::vector<model::Refusal> refused;
  std::string error;
};

Outcome import(const fs::path& path, const Mapping& mapping = basic()) {
  Outcome out;
  try {
    const auto source = open_file(path, mapping);
    model::EventBatch batch;
    while (source->next(batch)) {
      out.events += batch.size();
      out.refused.insert(out.refused.end(), batch.refused.begin(), batch.refused.end());
    }
  } catch (const Error& error) {
    out.error = error.what();
  }
  return out;
}

std::string good_rows(int count) {
  std::string rows = "c,t,a\n";
  for (int i = 0; i < count; ++i) {
    rows += std::to_string(i) + ",2020-01-01T00:00:0" + std::to_string(i % 10) + ",buy\n";
  }
  return rows;
}

std::size_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

TEST_F(HostileFiles, TruncatedGzipGivesItsRowsThenSaysHowFarItCame) {
  const std::string packed = gzip(good_rows(200'000));
  const fs::path path = write("cut.csv.gz", packed.substr(0, packed.size() / 2));
  const Outcome out = import(path);
  EXPECT_GT(out.events, 50'000U);
  EXPECT_THAT(out.error, HasSubstr("stop short after " + std::to_string(packed.size() / 2)));
  EXPECT_THAT(out.error, HasSubstr("cut.csv.gz"));
}

TEST_F(HostileFiles, DamagedGzipAndStrayBytesBehindItAreErrors) {
  std::string packed = gzip(good_rows(200'000));
  EXPECT_EQ(import(write("two.csv.gz", packed + gzip("x,2020-01-01,y\n"))).events, 200'001U);
  EXPECT_EQ(import(write("padded.csv.gz", packed + std::string(512, '\0'))).error, "");
  EXPECT_THAT(import(write("tail.csv.gz", packed + "garbage")).error,
              HasSubstr("goes on with something else"));
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i) packed[i] = '\x55';
  EXPECT_THAT(import(write("bad.csv.gz", packed)).error, HasSubstr("damaged"));
}

TEST_F(HostileFiles, WhatIsNoFileOrNoTable) {
  EXPECT_THAT(import(folder_).error, HasSubstr("folder"));
  EXPECT_THAT(import(folder_ / "missing.csv").error, HasSubstr("no such file"));
  EXPECT_THAT(import(write("empty.csv", "")).error, HasSubstr("empty"));
  EXPECT_THAT(import(write("empty.csv.gz", gzip(""))).error, HasSubstr("empty"));
  EXPECT_THAT(import(write("empty.xes", "")).error, HasSubstr("empty"));
  EXPECT_THAT(import(write("empty.jsonl", "")).error, HasSubstr("empty"));
  EXPECT_THAT(import(write("x.csv", std::string("\x7f"
                                                "ELF\2\1\1\0\0\0",
                                                10)))
                  .error,
              HasSubstr("not a text file"));
  EXPECT_THAT(import(write("x.parquet", "PAR1")).error, HasSubstr("Parquet"));
  const Outcome header = import(write("header.csv", "c,t,a\n"));
  EXPECT_EQ(header.error, "");
  EXPECT_EQ(header.events, 0U);
}

TEST_F(HostileFiles, WrongMappingNamesTheColumnAndTheNearest) {
  const Mapping wrong = parse_mapping(
      parse_yaml("{mapping: t, columns: {customer: custmer, time: t, activity: a}}", "m.yaml"));
  const std::string csv = import(write("a.csv", "customer,t,a\n1,2020-01-01,x\n"), wrong).error;
  EXPECT_THAT(csv, HasSubstr("no column 'custmer'"));
  EXPECT_THAT(csv, HasSubstr("did you mean 'customer'"));
  const fs::path jsonl = write("a.jsonl", "{\"customer\":1,\"t\":\"2020-01-01\",\"a\":\"x\"}\n");
  EXPECT_THAT(import(jsonl, wrong).error, HasSubstr("did you mean 'customer'"));
}

TEST_F(HostileFiles, FormatIsToldByContentWhereTheNameSaysNothing) {
  EXPECT_EQ(import(write("log1", good_rows(3))).events, 3U);
  EXPECT_EQ(import(write("log2", "{\"c\":1,\"t\":\"2020-01-01\",\"a\":\"x\"}\n")).events, 1U);
  EXPECT_EQ(import(write("log3", gzip("<log><event><string key='c' value='1'/><date key='t' "
                                      "value='2020-01-01'/><string key='a' value='x'/></event>"
                                      "</log>")))
                .events,
            1U);
}

TEST_F(HostileFiles, LineOfAGigabyteIsRefusedInLittleMemory) {
  const std::string rows = good_rows(500);
  const fs::path table = long_line("g.csv.gz", rows, "\n9,2020-01-01,a\n", 32);
  const std::size_t before = peak_bytes();
  const Outcome csv = import(table);
  EXPECT_EQ(csv.error, "");
  EXPECT_EQ(csv.events, 501U);
  ASSERT_EQ(csv.refused.size(), 1U);
  EXPECT_EQ(csv.refused[0].reason, RefusalReason::LineTooLong);
  EXPECT_EQ(csv.refused[0].line, 502U);
  EXPECT_THAT(csv.refused[0].detail.text(), HasSubstr("1073741824 bytes"));

  const std::string record = "{\"c\":1,\"t\":\"2020-01-01\",\"a\":\"x\"}\n";
  std::string records;
  while (records.size() < 5000) records += record;
  const Outcome jsonl = import(long_line("g.jsonl.gz", records, "\n" + record, 2));
  EXPECT_EQ(jsonl.error, "");
  EXPECT_EQ(jsonl.events, records.size() / record.size() + 1);
  ASSERT_EQ(jsonl.refused.size(), 1U);
  EXPECT_EQ(jsonl.refused[0].reason, RefusalReason::LineTooLong);

  const Outcome xes = import(long_line("g.xes.gz", "<log><string key='", "'/></log>", 1));
  EXPECT_THAT(xes.error, HasSubstr("more than 16 MiB without an element"));
  EXPECT_LT(peak_bytes() - before, std::size_t{400} << 20U);
}

TEST_F(HostileFiles, XesMemoryDoesNotGrowWithTheFile) {
  std::string traces;
  for (int i = 0; i < 2000; ++i) {
    traces += "<trace><string key='concept:name' value='" + std::to_string(i) +
              "'/><event><string key='concept:name' value='buy'/><date key='time:timestamp' "
              "value='2020-01-01T00:00:00.000+01:00'/></event></trace>\n";
  }
  std::string packed = gzip("<log>");
  const std::string part = gzip(traces);
  for (int i = 0; i < 200; ++i) packed += part;
  packed += gzip("</log>");
  traces.clear();
  if (parcours::testing::kSanitized) GTEST_SKIP() << "a sanitizer keeps freed memory";
  const std::size_t before = peak_bytes();
  XesReader reader(ByteStream::of_bytes(std::move(packed), "t.xes.gz"));
  std::size_t events = 0;
  RawRows block;
  while (reader.next(block)) events += block.rows();
  EXPECT_EQ(events, 400'000U);
  EXPECT_LT(peak_bytes() - before, std::size_t{48} << 20U) << "the file has 70 MB of XML";
}

TEST_F(HostileFiles, FourThreadsGetTheSameEvents) {
  std::string text = good_rows(300'000);
  text += "broken,2020-02-31,x\n";
  const fs::path path = write("many.csv.gz", gzip(text));
  const auto messages = [&](int threads) {
    const auto source = open_file(path, basic());
    std::vector<std::set<std::pair<std::uint64_t, Hash128>>> parts(
        static_cast<std::size_t>(threads));
    std::vector<std::jthread> running;
    for (auto& part : parts) {
      running.emplace_back([&] {
        model::EventBatch batch;
        while (source->next(batch)) {
          for (std::size_t i = 0; i < batch.size(); ++i) {
            part.emplace(batch.row[i], batch.message[i]);
          }
        }
      });
    }
    running.clear();
    std::set<std::pair<std::uint64_t, Hash128>> all;
    for (auto& part : parts) all.merge(part);
    EXPECT_EQ(source->counts().events, 300'000U);
    EXPECT_EQ(source->counts().rows, 300'001U);
    EXPECT_EQ(source->counts().refused[static_cast<std::size_t>(RefusalReason::BadTime)], 1U);
    return all;
  };
  EXPECT_EQ(messages(1), messages(4));
}

TEST_F(HostileFiles, ProgressCountsBytesOfTheFileItself) {
  const std::string packed = gzip(good_rows(100'000));
  const auto source = open_file(write("p.csv.gz", packed), basic());
  EXPECT_EQ(source->progress().total_bytes, packed.size());
  model::EventBatch batch;
  while (source->next(batch)) EXPECT_LE(source->progress().bytes, packed.size());
  EXPECT_EQ(source->progress().bytes, packed.size());
  EXPECT_EQ(source->progress().rows, 100'000U);
}

}  // namespace
}  // namespace parcours::collect
