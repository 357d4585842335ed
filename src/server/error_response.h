#pragma once
// Errors as HTTP: the one table from the program's codes to status numbers.

#include <exception>
#include <string>

#include "base/error.h"
#include "server/http_message.h"

namespace parcours::server {

/// Status of a code: 400, 404, 409, 413, 499, 500 or 503.
[[nodiscard]] int status_of(ErrorCode code);

/// The error as {"error":{…}} with the status of its code. It is kept beside, to be said in the
/// client's language when it is sent.
[[nodiscard]] Response error_response(const Error& error);
/// The same with a status that only HTTP knows (403, 405, 415 …).
[[nodiscard]] Response error_response(int status, const Error& error);

/// The answer for whatever a route threw: an Error as above; anything else is logged and answered
/// as 500 without its details.
[[nodiscard]] Response response_of(const std::exception_ptr& failure);

}  // namespace parcours::server
