/* Sizes and offsets of the public structs where pointers have 64 bits: part of the ABI, so a compiler that disagrees, or a field put in the middle, does not build. */
#include <stddef.h>

#include "patron/patron.h"

#define SIZE(type, size) _Static_assert(sizeof(type) == (size) && (size) % 8 == 0, #type " has changed its size, or grew by a part of 8 bytes")
#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field " has moved")

#if UINTPTR_MAX == UINT64_MAX
SIZE(patron_allocator, 40);
AT(patron_allocator, struct_size, 0);
AT(patron_allocator, reserved, 4);
AT(patron_allocator, user, 8);
AT(patron_allocator, allocate, 16);
AT(patron_allocator, reallocate, 24);
AT(patron_allocator, release, 32);

SIZE(patron_context_options, 32);
AT(patron_context_options, struct_size, 0);
AT(patron_context_options, flags, 4);
AT(patron_context_options, allocator, 8);
AT(patron_context_options, memory_limit, 16);
AT(patron_context_options, max_threads, 24);
AT(patron_context_options, reserved, 28);

SIZE(patron_weighting, 24);
AT(patron_weighting, struct_size, 0);
AT(patron_weighting, abi_version, 4);
AT(patron_weighting, name, 8);
AT(patron_weighting, weigh, 16);

SIZE(patron_normaliser, 24);
AT(patron_normaliser, struct_size, 0);
AT(patron_normaliser, abi_version, 4);
AT(patron_normaliser, name, 8);
AT(patron_normaliser, fit, 16);

SIZE(patron_concentration, 112);
AT(patron_concentration, struct_size, 0);
AT(patron_concentration, flags, 4);
AT(patron_concentration, gini_positive, 8);
AT(patron_concentration, gini_clip0, 16);
AT(patron_concentration, peak_over_net, 24);
AT(patron_concentration, peak_i64, 32);
AT(patron_concentration, net_i64, 40);
AT(patron_concentration, erosion_i64, 48);
AT(patron_concentration, peak_f64, 56);
AT(patron_concentration, net_f64, 64);
AT(patron_concentration, erosion_f64, 72);
AT(patron_concentration, peak_rank, 80);
AT(patron_concentration, n, 88);
AT(patron_concentration, n_negative, 96);
AT(patron_concentration, break_even_rank, 104);

SIZE(patron_top_share, 56);
AT(patron_top_share, struct_size, 0);
AT(patron_top_share, flags, 4);
AT(patron_top_share, n, 8);
AT(patron_top_share, count, 16);
AT(patron_top_share, sum_i64, 24);
AT(patron_top_share, sum_f64, 32);
AT(patron_top_share, share_of_positive, 40);
AT(patron_top_share, share_of_net, 48);

SIZE(patron_pareto_result, 104);
AT(patron_pareto_result, struct_size, 0);
AT(patron_pareto_result, outcome, 4);
AT(patron_pareto_result, cutoff_i64, 8);
AT(patron_pareto_result, cutoff_f64, 16);
AT(patron_pareto_result, total_i64, 24);
AT(patron_pareto_result, total_f64, 32);
AT(patron_pareto_result, n, 40);
AT(patron_pareto_result, n_positive, 48);
AT(patron_pareto_result, n_inside, 56);
AT(patron_pareto_result, n_minimum, 64);
AT(patron_pareto_result, total_net_i64, 72);
AT(patron_pareto_result, total_net_f64, 80);
AT(patron_pareto_result, sum_inside_i64, 88);
AT(patron_pareto_result, sum_inside_f64, 96);

SIZE(patron_pareto_groups, 112);
AT(patron_pareto_groups, struct_size, 0);
AT(patron_pareto_groups, reserved, 4);
AT(patron_pareto_groups, outcome, 8);
AT(patron_pareto_groups, n, 16);
AT(patron_pareto_groups, n_positive, 24);
AT(patron_pareto_groups, total_i64, 32);
AT(patron_pareto_groups, total_f64, 40);
AT(patron_pareto_groups, cutoff_i64, 48);
AT(patron_pareto_groups, cutoff_f64, 56);
AT(patron_pareto_groups, n_inside, 64);
AT(patron_pareto_groups, n_minimum, 72);
AT(patron_pareto_groups, total_net_i64, 80);
AT(patron_pareto_groups, total_net_f64, 88);
AT(patron_pareto_groups, sum_inside_i64, 96);
AT(patron_pareto_groups, sum_inside_f64, 104);

SIZE(patron_relationship_rule, 88);
AT(patron_relationship_rule, struct_size, 0);
AT(patron_relationship_rule, side_rule, 4);
AT(patron_relationship_rule, bands, 8);
AT(patron_relationship_rule, severity, 32);
AT(patron_relationship_rule, high, 64);
AT(patron_relationship_rule, gap, 72);
AT(patron_relationship_rule, imbalance, 80);

SIZE(patron_relationship_result, 64);
AT(patron_relationship_result, struct_size, 0);
AT(patron_relationship_result, level, 4);
AT(patron_relationship_result, base_level, 8);
AT(patron_relationship_result, repaired_level, 12);
AT(patron_relationship_result, exposed, 16);
AT(patron_relationship_result, severity, 20);
AT(patron_relationship_result, flags, 24);
AT(patron_relationship_result, known, 28);
AT(patron_relationship_result, side_us, 32);
AT(patron_relationship_result, side_them, 40);
AT(patron_relationship_result, mutual, 48);
AT(patron_relationship_result, gap, 56);

SIZE(patron_relationship_columns, 88);
AT(patron_relationship_columns, struct_size, 0);
AT(patron_relationship_columns, reserved, 4);
AT(patron_relationship_columns, level, 8);
AT(patron_relationship_columns, base_level, 16);
AT(patron_relationship_columns, repaired_level, 24);
AT(patron_relationship_columns, exposed, 32);
AT(patron_relationship_columns, severity, 40);
AT(patron_relationship_columns, flags, 48);
AT(patron_relationship_columns, side_us, 56);
AT(patron_relationship_columns, side_them, 64);
AT(patron_relationship_columns, mutual, 72);
AT(patron_relationship_columns, gap, 80);

SIZE(patron_ahp_consistency, 40);
AT(patron_ahp_consistency, struct_size, 0);
AT(patron_ahp_consistency, warnings, 4);
AT(patron_ahp_consistency, lambda_max, 8);
AT(patron_ahp_consistency, index, 16);
AT(patron_ahp_consistency, ratio, 24);
AT(patron_ahp_consistency, geometric_index, 32);

SIZE(patron_value_statistics, 72);
AT(patron_value_statistics, struct_size, 0);
AT(patron_value_statistics, reserved, 4);
AT(patron_value_statistics, count, 8);
AT(patron_value_statistics, low, 16);
AT(patron_value_statistics, high, 24);
AT(patron_value_statistics, mean, 32);
AT(patron_value_statistics, deviation, 40);
AT(patron_value_statistics, sum, 48);
AT(patron_value_statistics, norm, 56);
AT(patron_value_statistics, reciprocal_sum, 64);

SIZE(patron_topsis_columns, 48);
AT(patron_topsis_columns, struct_size, 0);
AT(patron_topsis_columns, reserved, 4);
AT(patron_topsis_columns, score, 8);
AT(patron_topsis_columns, distance_best, 16);
AT(patron_topsis_columns, distance_worst, 24);
AT(patron_topsis_columns, coverage, 32);
AT(patron_topsis_columns, validity, 40);

SIZE(patron_vikor_columns, 56);
AT(patron_vikor_columns, struct_size, 0);
AT(patron_vikor_columns, reserved, 4);
AT(patron_vikor_columns, utility, 8);
AT(patron_vikor_columns, regret, 16);
AT(patron_vikor_columns, compromise, 24);
AT(patron_vikor_columns, coverage, 32);
AT(patron_vikor_columns, validity, 40);
AT(patron_vikor_columns, bounds, 48);

SIZE(patron_promethee_preferences, 32);
AT(patron_promethee_preferences, struct_size, 0);
AT(patron_promethee_preferences, reserved, 4);
AT(patron_promethee_preferences, type, 8);
AT(patron_promethee_preferences, indifference, 16);
AT(patron_promethee_preferences, strict, 24);

SIZE(patron_promethee_columns, 48);
AT(patron_promethee_columns, struct_size, 0);
AT(patron_promethee_columns, reserved, 4);
AT(patron_promethee_columns, plus, 8);
AT(patron_promethee_columns, minus, 16);
AT(patron_promethee_columns, net, 24);
AT(patron_promethee_columns, coverage, 32);
AT(patron_promethee_columns, validity, 40);

SIZE(patron_stability, 64);
AT(patron_stability, struct_size, 0);
AT(patron_stability, reserved, 4);
AT(patron_stability, current, 8);
AT(patron_stability, low, 16);
AT(patron_stability, high, 24);
AT(patron_stability, low_pair, 32);
AT(patron_stability, high_pair, 48);

SIZE(patron_acceptability_samples, 48);
AT(patron_acceptability_samples, struct_size, 0);
AT(patron_acceptability_samples, reserved, 4);
AT(patron_acceptability_samples, count, 8);
AT(patron_acceptability_samples, seed, 16);
AT(patron_acceptability_samples, weights, 24);
AT(patron_acceptability_samples, ranks, 32);
AT(patron_acceptability_samples, values, 40);

SIZE(patron_acceptability_columns, 48);
AT(patron_acceptability_columns, struct_size, 0);
AT(patron_acceptability_columns, reserved, 4);
AT(patron_acceptability_columns, tiers, 8);
AT(patron_acceptability_columns, central_weights, 16);
AT(patron_acceptability_columns, confidence, 24);
AT(patron_acceptability_columns, central_validity, 32);
AT(patron_acceptability_columns, pairwise, 40);
#endif

int main(void) {
  return sizeof(patron_status) == 4 && sizeof(patron_customer) == 8 ? 0 : 1;
}
