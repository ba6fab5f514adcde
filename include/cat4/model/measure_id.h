// Ids for new measures.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "cat4/base/random.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// What the random part of an id is made of. None of them is taken for another one when read aloud or copied
// by hand (no 0, 1, B, I, L, O, S, Z), and without vowels no word comes out.
inline constexpr std::string_view kMeasureIdCharacters = "23456789CDFGHJKMNPQRTVWXY";

// Ids of the measures in the tree, also of those whose file can't be read or is passed over because of its
// name. Folded (FoldName): files whose names differ only in case are one file elsewhere.
std::unordered_set<std::string> MeasureIdsInUse(const Portfolio& portfolio);

// Ids that dependencies and waivers name, folded. If there is no such measure, there probably was one, and
// ids are never given out twice.
std::unordered_set<std::string> MeasureIdsReferredTo(const Portfolio& portfolio);

// `prefix`, '-' and four random characters: an id that is not among the `taken`, which are folded. Fails if
// none was found in a thousand draws.
Result<std::string> PickMeasureId(std::string_view prefix, const std::unordered_set<std::string>& taken,
                                  const RandomBytes& random);

}  // namespace cat4
