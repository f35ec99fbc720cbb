/* exp, log and pow that give the same bits on every platform: C libraries differ in the last place. Within 1 ulp of the true value. Plus, minus, times, divide, sqrt, floor, fabs only. */
#ifndef PATRON_SRC_BASE_MATHEMATICS_H
#define PATRON_SRC_BASE_MATHEMATICS_H

double patron__exp(double x);
double patron__log(double x);     /* x > 0 */
double patron__log1p(double x);   /* x > -1 */
double patron__pow(double x, double y);   /* x >= 0 */
int patron__is_finite(double x);

#endif
