/**
 * @file relationship.h
 * The relationship-level classifier: commitment and trust of both parties to a level, an exposed side and a severity.
 *
 * Four values describe a relationship, each from 0 to 100: our commitment to the customer, our trust in it, its commitment to us, its trust in us. They always stand in this order, and bits 0
 * to 3 of a mask stand for them. Commitment and trust are both needed (Morgan & Hunt 1994, Journal of Marketing 58(3)), so the weaker of the two makes the index of a side.
 *
 * With `mutual` the index of the weaker side, `gap` what the stronger side has more, and every test `value >= bound - 1e-9`:
 *  - an unknown value: PATRON_LEVEL_UNDETERMINED;
 *  - stronger side at `high` or above, weaker side below it, `gap` at the rule's gap or above: PATRON_LEVEL_LIMITED_COLLABORATION, the stronger side being the exposed one;
 *  - else the level of `mutual` by the three bands.
 *
 * These are pure functions: they may be called from any thread and keep nothing. They need no memory, but for a large batch of codes they take a byte a row and column from the C library while they
 * run, and go on without it, more slowly, when there is none.
 */
#ifndef PATRON_RULES_RELATIONSHIP_H
#define PATRON_RULES_RELATIONSHIP_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Relationship levels. The numbers stay for ever; the first four are ordered. @since 0.1.0
 */
enum {
  PATRON_LEVEL_TRANSACTIONAL = 0,         /**< Negotiation driven: `mutual` below the first band. */
  PATRON_LEVEL_COOPERATIVE = 1,           /**< Market driven: from the first band. */
  PATRON_LEVEL_COLLABORATIVE = 2,         /**< Consumer driven: from the second band. */
  PATRON_LEVEL_STRATEGIC = 3,             /**< Joint objectives: from the third band. */
  PATRON_LEVEL_LIMITED_COLLABORATION = 4, /**< One side is high and the other is not: a danger. */
  PATRON_LEVEL_UNDETERMINED = 5           /**< At least one of the four values is unknown. */
};

/**
 * The side that a limited collaboration exposes: it has committed and relies. @since 0.1.0
 */
enum {
  PATRON_EXPOSED_NONE = 0, /**< Not a limited collaboration. */
  PATRON_EXPOSED_US = 1,   /**< We over-invest. */
  PATRON_EXPOSED_THEM = 2  /**< An unanswered customer, likely to cool or to leave. */
};

/**
 * How severe a limited collaboration is, by its gap. @since 0.1.0
 */
enum {
  PATRON_SEVERITY_NONE = 0,     /**< Not a limited collaboration. */
  PATRON_SEVERITY_LOW = 1,      /**< Every limited collaboration is at least this. */
  PATRON_SEVERITY_MEDIUM = 2,   /**< From `severity[1]`, 25 by default. */
  PATRON_SEVERITY_HIGH = 3,     /**< From `severity[2]`, 40 by default. */
  PATRON_SEVERITY_CRITICAL = 4  /**< From `severity[3]`, 60 by default. */
};

/**
 * How commitment C and trust T of one side make its index. @since 0.1.0
 */
enum {
  PATRON_SIDE_RULE_MIN = 0,      /**< The smaller of C and T: the default, nothing is traded off. */
  PATRON_SIDE_RULE_MEAN = 1,     /**< (C + T) / 2. */
  PATRON_SIDE_RULE_GEOMETRIC = 2 /**< The square root of C * T. */
};

/**
 * Bits of `flags`, in the order in which texts list them. @since 0.1.0
 */
enum {
  PATRON_RELATIONSHIP_NEAR_LIMITED = 1,                /**< One side high and the other not, by less than the rule's gap. */
  PATRON_RELATIONSHIP_ASYMMETRIC = 2,                  /**< Gap at the rule's gap or above, and no limited collaboration. */
  PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING = 4,   /**< Our C - T at the rule's imbalance or above: lock-in. */
  PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED = 8,   /**< Our T - C at the rule's imbalance or above: unused goodwill. */
  PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING = 16, /**< Their C - T at the rule's imbalance or above. */
  PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED = 32, /**< Their T - C at the rule's imbalance or above. */
  PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT = 64,     /**< Our commitment is unknown. */
  PATRON_RELATIONSHIP_MISSING_OUR_TRUST = 128,         /**< Our trust is unknown. */
  PATRON_RELATIONSHIP_MISSING_THEIR_COMMITMENT = 256,  /**< Their commitment is unknown. */
  PATRON_RELATIONSHIP_MISSING_THEIR_TRUST = 512        /**< Their trust is unknown. */
};

/**
 * The rule. Fields are taken as they stand (0 is a value), so start from patron_relationship_rule_default(). A bound above 100 is never reached: a last band of 101 gives three levels.
 * @since 0.1.0
 */
typedef struct patron_relationship_rule {
  uint32_t struct_size; /**< sizeof(patron_relationship_rule). */
  int32_t side_rule;    /**< PATRON_SIDE_RULE_MIN, _MEAN or _GEOMETRIC. */
  double bands[3];      /**< Lower bounds of COOPERATIVE, COLLABORATIVE, STRATEGIC, points; 0 or more, strictly ascending. Default 40, 60, 80: the agree side of a 7-point scale begins at 60. */
  double severity[4];   /**< Lower bounds of the gap for LOW, MEDIUM, HIGH, CRITICAL, points; 0 or more, strictly ascending. Default 15, 25, 40, 60. */
  double high;          /**< From here on a side is high, points; 0 or more. Default 60, the COLLABORATIVE bound. */
  double gap;           /**< Smallest gap of a limited collaboration, points; 0 or more. Default 15, about one step of a 7-point scale. */
  double imbalance;     /**< Smallest difference of commitment and trust of one side that is flagged, points; 0 or more. Default 25. */
} patron_relationship_rule;

/**
 * What the rule says of one relationship. @since 0.1.0
 */
typedef struct patron_relationship_result {
  uint32_t struct_size;   /**< In: sizeof(patron_relationship_result). */
  int32_t level;          /**< PATRON_LEVEL_*. */
  int32_t base_level;     /**< Level by `mutual` alone, 0 to 3; -1: unknown. */
  int32_t repaired_level; /**< Level by the stronger side, 0 to 3: what a repaired relationship would be; -1: unknown. */
  int32_t exposed;        /**< PATRON_EXPOSED_*. */
  int32_t severity;       /**< PATRON_SEVERITY_*. */
  uint32_t flags;         /**< PATRON_RELATIONSHIP_* bits. Those of one side are given whenever both of its values are known. */
  uint32_t known;         /**< Bit 0: side_us; 1: side_them; 2: mutual, gap, base_level and repaired_level. */
  double side_us;         /**< Our index, 0 to 100; 0 when unknown. */
  double side_them;       /**< Their index, 0 to 100; 0 when unknown. */
  double mutual;          /**< Index of the weaker side, 0 to 100; 0 when unknown. */
  double gap;             /**< Stronger minus weaker side, 0 to 100; 0 when unknown. */
} patron_relationship_result;

/**
 * The same for many relationships: one array per field, of one entry a row. NULL: not wanted. @since 0.1.0
 */
typedef struct patron_relationship_columns {
  uint32_t struct_size;    /**< sizeof(patron_relationship_columns). */
  uint32_t reserved;       /**< 0. */
  int8_t *level;           /**< PATRON_LEVEL_*. */
  int8_t *base_level;      /**< Level by `mutual` alone; -1: unknown. */
  int8_t *repaired_level;  /**< Level by the stronger side; -1: unknown. */
  int8_t *exposed;         /**< PATRON_EXPOSED_*. */
  int8_t *severity;        /**< PATRON_SEVERITY_*. */
  uint32_t *flags;         /**< PATRON_RELATIONSHIP_* bits; the MISSING_ bits say which of the numbers below are unknown. */
  double *side_us;         /**< Our index; unknown is written as 0. */
  double *side_them;       /**< Their index; unknown is written as 0. */
  double *mutual;          /**< Index of the weaker side; unknown is written as 0. */
  double *gap;             /**< Stronger minus weaker side; unknown is written as 0. */
} patron_relationship_columns;

/**
 * Fills in the default rule.
 * @param out where to, with its struct_size set.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL); PATRON_E_ABI (struct_size).
 * @since 0.1.0
 */
PATRON_API patron_status patron_relationship_rule_default(patron_relationship_rule *out);

/**
 * Checks a rule without using it.
 * @param rule the rule; NULL is PATRON_E_INVALID_ARGUMENT.
 * @return PATRON_OK; PATRON_E_ABI (struct_size, or something set that this version does not know); PATRON_E_INVALID_ARGUMENT (unknown side rule); PATRON_E_NOT_FINITE (a bound is NaN
 * or infinite); PATRON_E_RANGE (a bound is negative, or bands or severities do not ascend strictly).
 * @since 0.1.0
 */
PATRON_API patron_status patron_relationship_rule_check(const patron_relationship_rule *rule);

/**
 * Classifies one relationship.
 * @param rule the rule; NULL: the default.
 * @param values our commitment, our trust, their commitment, their trust, each 0 to 100; not NULL. Unknown ones are not read.
 * @param unknown_mask bits 0 to 3: that value is unknown.
 * @param out the result, its struct_size set by the caller; untouched unless PATRON_OK.
 * @return PATRON_OK, also for UNDETERMINED; PATRON_E_INVALID_ARGUMENT (NULL, or a bit above 3); PATRON_E_NOT_FINITE and PATRON_E_RANGE (a known value, or a bound: see
 * patron_relationship_rule_check()); PATRON_E_ABI (a struct_size).
 * @since 0.1.0
 */
PATRON_API patron_status patron_relationship_classify(const patron_relationship_rule *rule, const double values[4], uint32_t unknown_mask, patron_relationship_result *out);

/**
 * Classifies many relationships; each row gets what patron_relationship_classify() gives it.
 * @param rule the rule; NULL: the default.
 * @param values four columns of `n` entries: our commitment, our trust, their commitment, their trust, each 0 to 100.
 * @param validity four bitmaps (bit i, lowest first, 1 = known), or NULL; each may be NULL: all known. Values under a 0 bit are not read as numbers.
 * @param n number of rows, 0 or more.
 * @param out the arrays wanted, its struct_size set by the caller; the arrays are untouched unless PATRON_OK.
 * @return as patron_relationship_classify(); of several bad values the first column decides, then the first row.
 * @since 0.1.0
 */
PATRON_API patron_status patron_relationship_classify_batch(const patron_relationship_rule *rule, const double *const values[4], const uint8_t *const validity[4], int64_t n,
                                                            const patron_relationship_columns *out);

#ifdef __cplusplus
}
#endif

#endif
