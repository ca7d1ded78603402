// Whether this build carries a sanitizer, whose runtime takes terabytes of addresses and makes system calls of its own.
#pragma once

#if defined(__has_feature)
#define FP_HAS_FEATURE(x) __has_feature(x)
#else
#define FP_HAS_FEATURE(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || FP_HAS_FEATURE(address_sanitizer) || \
    FP_HAS_FEATURE(thread_sanitizer)
#define FP_SANITIZED 1
#else
#define FP_SANITIZED 0
#endif
