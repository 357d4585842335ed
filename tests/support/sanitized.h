#pragma once
// Whether a sanitizer watches this build: it keeps freed memory, so that peaks mean nothing.

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PARCOURS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PARCOURS_SANITIZED 1
#endif
#endif

namespace parcours::testing {

#ifdef PARCOURS_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace parcours::testing
