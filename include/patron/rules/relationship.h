/**
 * @file relationship.h
 * The relationship-level classifier: commitment and trust of both parties to a level, an exposed side and a severity.
 */
#ifndef PATRON_RULES_RELATIONSHIP_H
#define PATRON_RULES_RELATIONSHIP_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Codes of fixed lists keep their numbers for ever; they are those of patron_code_name("relationship_level", code) and so on. */
enum { PATRON_LEVEL_TRANSACTIONAL = 0, PATRON_LEVEL_COOPERATIVE = 1, PATRON_LEVEL_COLLABORATIVE = 2, PATRON_LEVEL_STRATEGIC = 3,
       PATRON_LEVEL_LIMITED_COLLABORATION = 4, PATRON_LEVEL_UNDETERMINED = 5 };
enum { PATRON_EXPOSED_NONE = 0, PATRON_EXPOSED_US = 1, PATRON_EXPOSED_THEM = 2 };
enum { PATRON_SEVERITY_NONE = 0, PATRON_SEVERITY_LOW = 1, PATRON_SEVERITY_MEDIUM = 2, PATRON_SEVERITY_HIGH = 3, PATRON_SEVERITY_CRITICAL = 4 };
enum { PATRON_SIDE_RULE_MIN = 0, PATRON_SIDE_RULE_MEAN = 1, PATRON_SIDE_RULE_GEOMETRIC = 2 };
enum { PATRON_RELATIONSHIP_NEAR_LIMITED = 1, PATRON_RELATIONSHIP_ASYMMETRIC = 2,
       PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING = 4, PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED = 8,
       PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING = 16, PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED = 32,
       PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT = 64, PATRON_RELATIONSHIP_MISSING_OUR_TRUST = 128,
       PATRON_RELATIONSHIP_MISSING_THEIR_COMMITMENT = 256, PATRON_RELATIONSHIP_MISSING_THEIR_TRUST = 512 };

typedef struct patron_relationship_rule {
  uint32_t struct_size;
  int32_t side_rule;
  double bands[3];
  double severity[4];
  double high;
  double gap;
  double imbalance;
} patron_relationship_rule;

typedef struct patron_relationship_result {
  uint32_t struct_size;
  int32_t level;
  int32_t base_level;
  int32_t repaired_level;
  int32_t exposed;
  int32_t severity;
  uint32_t flags;
  uint32_t known;      /* bit 0 side_us, 1 side_them, 2 mutual, gap, base_level and repaired_level */
  double side_us;
  double side_them;
  double mutual;
  double gap;
} patron_relationship_result;

typedef struct patron_relationship_columns {
  uint32_t struct_size;
  uint32_t reserved;
  int8_t *level;
  int8_t *base_level;      /* -1: unknown */
  int8_t *repaired_level;  /* -1: unknown */
  int8_t *exposed;
  int8_t *severity;
  uint32_t *flags;
  double *side_us;         /* unknown is written as 0: see flags */
  double *side_them;
  double *mutual;
  double *gap;
} patron_relationship_columns;

PATRON_API void patron_relationship_rule_default(patron_relationship_rule *out);
PATRON_API patron_status patron_relationship_classify(const patron_relationship_rule *rule, const double values[4], uint32_t unknown_mask, patron_relationship_result *out);
PATRON_API patron_status patron_relationship_classify_batch(const patron_relationship_rule *rule, const double *const values[4], const uint8_t *const validity[4], int64_t n, const patron_relationship_columns *out);

#ifdef __cplusplus
}
#endif

#endif
