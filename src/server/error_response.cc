#include "server/error_response.h"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "base/json_writer.h"
#include "base/log.h"

namespace parcours::server {

int status_of(ErrorCode code) {
  static constexpr std::array<std::pair<ErrorCode, int>, 9> kStatus = {{
      {ErrorCode::BadQuery, 400},
      {ErrorCode::BadInput, 400},
      {ErrorCode::NotFound, 404},
      {ErrorCode::Conflict, 409},
      {ErrorCode::Cancelled, 499},
      {ErrorCode::Busy, 503},
      {ErrorCode::TooLarge, 413},
      {ErrorCode::Corrupt, 500},
      {ErrorCode::Internal, 500},
  }};
  for (const auto& [known, status] : kStatus) {
    if (known == code) return status;
  }
  return 500;
}

Response error_response(const Error& error) {
  return error_response(status_of(error.code()), error);
}

Response error_response(int status, const Error& error) {
  Response response = json_response(status, json_of(error, Language::English));
  response.error = error;
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) response.headers.emplace_back("Retry-After", "2");
  return response;
}

Response response_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& e) {
    if (status_of(e.code()) == 500) log::error(e.what());
    return error_response(e);
  } catch (const std::exception& e) {
    log::error(fmt::format("unexpected: {}", e.what()));
  } catch (...) {
    log::error("unexpected: something that is no exception was thrown");
  }
  return error_response(Error(ErrorCode::Internal, said("the program made a mistake"), {},
                              said("the server's log says more; please report it")));
}

}  // namespace parcours::server
