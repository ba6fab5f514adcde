// Figures of a measure within a period.
#pragma once

#include "cat4/report/report_input.h"

namespace cat4 {

// The months that are reported on: those of the period, or all.
MonthRange MonthsOf(const ReportInput& input);

// The cells of an effect that lie in the months.
EffectFigures Within(EffectFigures figures, const MonthRange& months);

struct PeriodFigures {
  Sums sums;  // as a node has them: without the plan of a cancelled measure
  Total weighted;
  PeriodFigures& operator+=(const PeriodFigures& other);
};

// Of the leading effects of a measure, in the months that are reported on.
PeriodFigures FiguresInPeriod(const ReportInput& input, const MeasureFigures& figures);

}  // namespace cat4
