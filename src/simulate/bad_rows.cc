#include "simulate/bad_rows.h"

#include <fmt/core.h>

#include "simulate/random.h"

namespace parcours::simulate {

std::string bad_rows(std::uint64_t seed) {
  // `{}` is the event id. Customers of this file do not occur in the others.
  constexpr std::array<std::string_view, kBadRows.size() + kGoodRows> kRows = {
      "{},C99000001,C99000001-1,2025-06-02T09:12:44.120,site.visit,web,planner,Bretagne,,,,,,,,,"
      "fr,",
      // no_customer
      "{},,,2025-06-02T09:15:10.000,product.view,web,planner,Bretagne,four Orion,,,,,,,,fr,",
      // no_time
      "{},C99000002,C99000002-1,,site.visit,web,hurried,Occitanie,,,,,,,,,fr,",
      // bad_time: a day that does not exist, and no date at all
      "{},C99000002,C99000002-1,2025-02-30T10:00:00.000,product.view,web,hurried,Occitanie,"
      "four Orion,,,,,,,,fr,",
      "{},C99000002,C99000002-1,yesterday,product.view,web,hurried,Occitanie,four Orion,,,,,,,,fr,",
      "{},C99000002,C99000002-1,2025-06-03T18:40:02.511,order.placed,web,hurried,Occitanie,"
      "four Orion,,,,,,,,fr,449.00",
      // time_out_of_range: a default of some other system
      "{},C99000003,C99000003-1,0001-01-01T00:00:00.000,store.visit,store,store-lover,Normandie,"
      ",,,,,,,,fr,",
      // no_activity
      "{},C99000003,C99000003-1,2025-06-04T11:05:00.000,,store,store-lover,Normandie,,,,,,,,,fr,",
      "{},C99000003,C99000003-1,2025-06-04T11:06:30.250,store.visit,store,store-lover,Normandie,"
      ",,,,,,,,fr,",
      // bad_number
      "{},C99000004,C99000004-1,2025-06-05T12:00:00.000,survey.delivery,email,hesitant,Grand Est,"
      "four Orion,,,,,,very good,,fr,",
      // score_out_of_scale
      "{},C99000004,C99000004-1,2025-06-05T12:00:01.000,survey.delivery,email,hesitant,Grand Est,"
      "four Orion,,,,,,14,,fr,",
      "{},C99000004,C99000004-1,2025-06-05T12:00:02.000,survey.delivery,email,hesitant,Grand Est,"
      "four Orion,,,,,,9,\"Livreur aimable.\nJe recommande, \"\"vraiment\"\".\",fr,",
      // wrong_cell_count: too few, too many
      "{},C99000005,C99000005-1,2025-06-06T08:30:00.000,phone.call,phone",
      "{},C99000005,C99000005-1,2025-06-06T08:31:00.000,phone.call,phone,planner,Bretagne,,,use,45,"
      ",yes,,,fr,,too,many",
      "{},C99000005,C99000005-1,2025-06-06T08:32:00.000,phone.call,phone,planner,Bretagne,,,use,45,"
      ",yes,,,fr,",
      // not_utf8: Latin-1 bytes
      "{},C99000006,C99000006-1,2025-06-07T19:00:00.000,survey.overall,email,planner,Bretagne,"
      "four Orion,,,,,,8,Tr\xe8s bien re\xe7u,fr,",
      "{},C99000006,C99000006-1,2025-06-07T19:05:00.000,site.visit,app,planner,Bretagne,,,,,,,,,"
      "fr,",
      // broken_quote: opened and never closed
      "{},C99000007,C99000007-1,2025-06-08T10:00:00.000,survey.overall,email,planner,Bretagne,"
      "four Orion,,,,,,3,\"Jamais re\xc3\xa7u de r\xc3\xa9ponse,fr,",
  };
  std::string out(kHeader);
  std::uint64_t row = 0;
  for (const std::string_view text : kRows) {
    const std::string id = fmt::format("{:016x}", mix64(++row ^ mix64(~seed)));
    out.append(id).append(text.substr(2)).append("\n");
  }
  return out;
}

}  // namespace parcours::simulate
