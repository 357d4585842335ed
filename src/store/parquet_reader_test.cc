#include "store/duckdb/parquet_reader.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "store/duckdb/connection.h"
#include "support/temporary_directory.h"

namespace parcours::store {
namespace {

TEST(Parquet, EveryRowIsReadAsText) {
  const parcours::testing::TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "events.parquet";
  {
    const Database database("", {});
    Connection connection(database);
    connection.run(
        "COPY (SELECT 'c' || i AS customer, TIMESTAMP '2025-03-01 09:12:00.5' + "
        "to_days(i::INTEGER) "
        "AS at, CASE WHEN i % 2 = 0 THEN i END AS score FROM range(40000) t(i)) TO " +
        literal(file.string()) + " (FORMAT parquet)");
  }
  const auto reader = open_parquet(file);
  EXPECT_EQ(reader->fixed_columns(), (std::vector<std::string>{"customer", "at", "score"}));
  collect::RawRows rows;
  std::uint64_t count = 0;
  std::uint64_t absent = 0;
  std::string first;
  while (reader->next(rows)) {
    EXPECT_EQ(rows.first_row, count);
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      if (rows.cells[i * 3] == "c1") first = rows.cells[i * 3 + 1];
      absent += rows.cells[i * 3 + 2].data() == nullptr ? 1U : 0U;
    }
    count += rows.rows();
  }
  EXPECT_EQ(count, 40'000U);
  EXPECT_EQ(absent, 20'000U);
  EXPECT_EQ(first, "2025-03-02 09:12:00.5");
  EXPECT_EQ(reader->progress().rows, 40'000U);
}

TEST(Parquet, AnotherFileIsRefusedByName) {
  const parcours::testing::TemporaryDirectory directory;
  const auto file = parcours::testing::write_file(directory.path() / "x.parquet", "no Parquet");
  try {
    (void)open_parquet(file);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::BadInput);
    EXPECT_EQ(e.where().source, file.string());
    EXPECT_EQ(e.message().text().find("SELECT"), std::string::npos) << e.message().text();
  }
}

}  // namespace
}  // namespace parcours::store
