/**
 * @file base.h
 * What everything else stands on: export, version, status, context, allocator, progress and cancel, text of money, dates and numbers.
 */
#ifndef PATRON_BASE_H
#define PATRON_BASE_H

#include <stdint.h>

#if defined(_WIN32) && defined(PATRON_SHARED)
#  if defined(PATRON_BUILDING)
#    define PATRON_API __declspec(dllexport)
#  else
#    define PATRON_API __declspec(dllimport)
#  endif
#elif defined(__GNUC__) && defined(PATRON_BUILDING)
#  define PATRON_API __attribute__((visibility("default")))
#else
#  define PATRON_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t patron_status;

enum {
  PATRON_OK = 0,
  PATRON_UNKNOWN = 1,
  PATRON_E_INVALID_ARGUMENT = -10,
  PATRON_E_STATE = -12,
  PATRON_E_NO_MEMORY = -20,
  PATRON_E_MEMORY_LIMIT = -22,
  PATRON_E_BUFFER_TOO_SMALL = -30,
  PATRON_E_NOT_FOUND = -40,
  PATRON_E_TYPE = -42,
  PATRON_E_NOT_FINITE = -44,
  PATRON_E_RANGE = -46,
  PATRON_E_DUPLICATE = -48,
  PATRON_E_STALE = -50,
  PATRON_E_CANCELLED = -60,
  PATRON_E_CALLBACK = -62,
  PATRON_E_ABI = -70,
  PATRON_E_FORMAT = -80,
  PATRON_E_IO = -82,
  PATRON_E_INTERNAL = -90
};

PATRON_API const char *patron_status_name(patron_status status);
PATRON_API const char *patron_status_message(patron_status status);

PATRON_API uint32_t patron_version_number(void);
PATRON_API const char *patron_version_string(void);
PATRON_API uint32_t patron_abi_version(void);
PATRON_API int32_t patron_feature_supported(const char *name);

typedef struct patron_allocator {
  uint32_t struct_size;
  uint32_t reserved;
  void *user;
  void *(*allocate)(void *user, uint64_t size);
  void *(*reallocate)(void *user, void *block, uint64_t old_size, uint64_t new_size);
  void (*release)(void *user, void *block, uint64_t size);
} patron_allocator;

typedef int32_t (*patron_progress_fn)(void *user, const char *stage, int64_t done, int64_t total);
typedef void (*patron_release_fn)(void *user);

typedef struct patron_context patron_context;

typedef struct patron_context_options {
  uint32_t struct_size;
  uint32_t flags;
  const patron_allocator *allocator;
  uint64_t memory_limit;
  int32_t max_threads;
  int32_t reserved;
} patron_context_options;

PATRON_API patron_status patron_context_create(const patron_context_options *options, patron_context **out);
PATRON_API void patron_context_destroy(patron_context *context);
PATRON_API patron_status patron_context_set_i64(patron_context *context, const char *key, int64_t value);
PATRON_API patron_status patron_context_error(const patron_context *context, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_context_error_part(const patron_context *context, const char *part, char *buf, int64_t cap, int64_t *needed);
PATRON_API uint64_t patron_context_memory_used(const patron_context *context);
PATRON_API uint64_t patron_context_memory_peak(const patron_context *context);
PATRON_API patron_status patron_context_set_progress(patron_context *context, patron_progress_fn progress, void *user);
PATRON_API void patron_context_cancel(patron_context *context);

PATRON_API patron_status patron_currency_exponent(const char *code, int32_t *out);
PATRON_API patron_status patron_money_parse(const char *text, int64_t len, int32_t exponent, int64_t *out);
PATRON_API patron_status patron_money_format(int64_t value, int32_t exponent, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_date_parse(const char *text, int64_t len, int32_t *out);
PATRON_API patron_status patron_date_format(int32_t days, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_number_parse(const char *text, int64_t len, double *out);
PATRON_API patron_status patron_number_format(double value, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_bitmap_pack(const uint8_t *bytes, int64_t n, uint8_t *bitmap);
PATRON_API patron_status patron_bitmap_unpack(const uint8_t *bitmap, int64_t n, uint8_t *bytes);

#ifdef __cplusplus
}
#endif

#endif
