/**
 * @file patron.h
 * The umbrella: what a program that embeds Patron includes.
 */
#ifndef PATRON_PATRON_H
#define PATRON_PATRON_H

#include "patron/arrow.h"
#include "patron/base.h"
#include "patron/engine.h"
#include "patron/fitting.h"
#include "patron/plugin.h"
#include "patron/policy.h"
#include "patron/portfolio.h"
#include "patron/rules/comparison.h"
#include "patron/rules/concentration.h"
#include "patron/rules/matrix.h"
#include "patron/rules/natural_breaks.h"
#include "patron/rules/pareto.h"
#include "patron/rules/relationship.h"
#include "patron/rules/robustness.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "patron/table.h"

#endif
