#!/usr/bin/python3
"""Recomputes `cat4 report traps` from the YAML files of a history, with git and PyYAML only: an oracle of all ten kinds.

    traps_recompute.py northwind CAT4 BUNDLE DAY…    what had landed at the end of each day, checked out
    traps_recompute.py rev CAT4 BUNDLE DAY…          the same with --rev, where there is no tree
    traps_recompute.py random CAT4 SEED MEASURES     a random portfolio whose owners change things month by month

Compares measure, kind, since, owner, what is at stake, and the day and the revision of both pieces of evidence. Prints what
differs; exit 1 if anything does, or if there was nothing to compare.
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
import recompute
from versions import History, Version, index, run, story_of, total

NOTICE, MOST_DAYS = 14, 40
NEW_START = ("hold", "resume", "return", "reopen", "reinstate")
LIGHTS = recompute.LIGHTS


def expected_day(milestone):
    if "done" in milestone:
        return None
    day = milestone.get("forecast", milestone.get("due"))
    return date.fromisoformat(day) if day else None


def is_key(milestone):
    return milestone.get("key", "true") == "true"


def has_new(earlier, later, kinds):
    return any(d["decision"] in kinds for d in later.decisions[len(earlier.decisions):])


def is_agreed(earlier, later, before, after):
    """Its due date was changed by an amend of locked terms."""
    moved = "due" in before and "due" in after and before["due"] != after["due"]
    return (moved and earlier.sealed and has_new(earlier, later, ("amend",)) and
            expected_day(after) <= date.fromisoformat(after["due"]))


def first_of(views, holds):
    """The first of the unbroken run of views, up to the last, of which it holds."""
    first = views[-1]
    for view in reversed(views):
        if not holds(view):
            break
        first = view
    return first


def trap(kind, measure, owner, since, at_stake, before, after):
    """before, after: the versions, or None for one that is not named."""
    return {"kind": kind, "measure": measure, "owner": owner, "since": str(since), "at_stake": at_stake,
            "before_revision": before.revision if before else "", "before_day": str(before.day) if before else None,
            "after_revision": after.revision, "after_day": str(after.day)}


def green_status(story):
    now = story[-1]
    if not now.figures.trap:
        return
    first = first_of(story, lambda v: v.figures.trap)
    outlook, to_date = now.figures.outlook, now.figures.to_date
    limit = Fraction(now.version.ctx.policy["status"]["potential"]["amber_below"])
    short = outlook if 100 * (outlook[2] + outlook[0] - outlook[1]) < limit * outlook[2] else to_date
    yield trap("green-status", now.id, now.owner, first.day, short[1] - short[0], None if first is now else first.version, now.version)


def milestones_light(view):
    limits, late = view.version.ctx.policy["status"]["implementation"], []
    for m in view.milestones.values():
        if is_key(m) and "due" in m:
            until = max(date.fromisoformat(m.get("forecast", m["due"])), view.day)
            late.append(0 if "done" in m else max(0, (until - date.fromisoformat(m["due"])).days))
    return ("grey" if not late else "red" if max(late) > int(limits["red_days"])
            else "amber" if max(late) > int(limits["amber_days"]) else "green")


def called_too_well(view):
    call, computed = (view.raw.get("status") or {}).get("implementation"), milestones_light(view)
    return view.active and call is not None and computed != "grey" and LIGHTS.index(call) < LIGHTS.index(computed)


def optimistic_call(story):
    now = story[-1]
    if called_too_well(now):
        first = first_of(story, called_too_well)
        yield trap("optimistic-call", now.id, now.owner, first.day, total(now.outlook_after(now.day)),
                   None if first is now else first.version, now.version)


def slips(view):
    """Ids of milestones that are forecast later than due and than the first plan month, which nobody has touched."""
    starts = []
    for e in view.effects if view.active else []:
        if not e.leading or not e.plan_months:
            continue
        first = e.plan_months[0]
        cell = e.cells[first]
        if "actual" not in cell and first not in e.confirmed and cell.get("forecast", cell["plan"]) == cell["plan"]:
            starts.append(first)
    return [m["id"] for m in view.milestones.values() if starts and is_key(m) and "due" in m and "done" not in m and
            m.get("forecast", "") > m["due"] and m["forecast"][:7] > min(starts)]


def silent_slip(story):
    now = story[-1]
    for ident in slips(now):
        first = first_of(story, lambda v, i=ident: i in slips(v))
        until = now.milestones[ident]["forecast"][:7]
        stake = total(c for c in now.outlook_after(date.min) if c[1] < until)
        yield trap("silent-slip", now.id, now.owner, first.day, stake, None if first is now else first.version, now.version)


def claims_of(version):
    """{account: (measures, sum, baseline)} where more is claimed than the account holds."""
    accounts = defaultdict(list)
    for view in version.measures.values():
        for e in view.effects if not view.cancelled and view.entity in version.ctx.entities else []:
            if e.hard and "account" in e.raw:
                accounts[e.raw["account"], view.entity, e.kind].append((view.id, e))
    exceeded = {}
    for account, claims in accounts.items():
        def minor(amount, e):
            return recompute.half_away(amount * 100) if e.currency == "-" else version.ctx.minor(amount, e.currency)
        baselines = [abs(minor(Fraction(e.raw["baseline"]["amount"]), e)) for _, e in claims if "baseline" in e.raw]
        claimed = sum(e.size() for _, e in claims)
        if len({ident for ident, _ in claims}) > 1 and baselines and claimed > max(baselines):
            exceeded[account] = ([ident for ident, _ in claims], claimed, max(baselines))
    return exceeded


def double_claims(versions):
    now = versions[-1]
    for account, (idents, claimed, baseline) in claims_of(now).items():
        first = first_of(versions, lambda v, a=account: a in claims_of(v))
        last = now.measures[idents[-1]]
        yield trap("double-claim", last.id, last.owner, first.day, None if account[2] == "fte" else claimed - baseline,
                   None if first is now else first, now)


def end_of(view):
    """(day, milestone or None) by which the work is to end."""
    if not view.in_play:
        return None
    if view.milestones:
        ends = [(expected_day(m), m["id"]) for m in view.milestones.values() if is_key(m) and expected_day(m)]
    else:
        ahead = view.stages[view.stage_index + 1:-1]
        ends = [(date.fromisoformat(day), None) for gate, day in (view.raw.get("gates") or {}).items() if gate in ahead]
    return max(ends, key=lambda end: end[0]) if ends else None


def end_moved(story):
    start, old, told = None, None, None
    found = []
    for view in story:
        end = end_of(view)
        agreed = (start and end and end[1] and end[1] in start.milestones and
                  is_agreed(start, view, start.milestones[end[1]], view.milestones[end[1]]))
        if not end or not start or end[0] <= old[0] or agreed:
            start, old, told = (view if end else None), end, None
            continue
        if (end[0] - old[0]).days <= int(view.version.ctx.policy["status"]["implementation"]["red_days"]):
            continue
        lost = view.lost_months(old[0], end[0])
        if not lost:
            continue
        before = {c[:2]: c[2] for c in start.outlook_after(start.day)}
        if not all(c[:2] in before and before[c[:2]] <= c[2] for c in lost):
            start, old, told = view, end, None  # the months were foreseen anew
            continue
        if told is None:
            found.append(None)
            told = view.day
        found[-1] = trap("end-moved", view.id, view.owner, told, total(lost), start.version, view.version)
    return found


def standstills(story, same, found):
    first = 0
    while first < len(story):
        end = first + 1
        while (end < len(story) and story[first].in_play and story[end].in_play and
               all(v.day == recompute.month_end(str(v.day)[:7]) for v in story[end - 1:end + 1]) and
               index(str(story[end].day)) == index(str(story[end - 1].day)) + 1 and same(story[first], story[end])):
            end += 1
        told = found(story[first:end]) if end - first >= 3 else None
        if told:
            yield told
        first = end if told else first + 1


def same_forecast(story):
    def same(first, later):
        ahead = later.outlook_after(later.day)
        return total(ahead) > 0 and [c[:3] for c in ahead] == [c[:3] for c in first.outlook_after(later.day)]

    def passed(first, last):
        """{month: (value, foreseen)} of the months that came since."""
        foreseen = {c[:2]: c[3] for c in first.outlook_after(first.day)}
        return [(m, e.fixed(m), foreseen[e.id, m]) for e in last.summed for m, basis in e.basis.items()
                if basis in ("confirmed", "actual") and recompute.month_end(m) <= last.day and (e.id, m) in foreseen]

    def fell_short(first, last):
        came = passed(first, last)
        value, plan, size = (sum(x) for x in ((c[1] for c in came), (c[2] for c in came), (abs(c[2]) for c in came)))
        limit = Fraction(last.version.ctx.policy["status"]["potential"]["amber_below"])
        return size > 0 and 100 * (size + value - plan) < limit * size

    def found(whole):
        if not fell_short(whole[0], whole[-1]):
            return None
        begin = recompute.month_end(min(c[0] for c in passed(whole[0], whole[-1])))
        while len(whole) > 1 and whole[1].day < begin:
            whole = whole[1:]
        first, last = whole[0], whole[-1]
        if len(whole) < 3 or not fell_short(first, last) or not fell_short(first, whole[-2]):
            return None
        return trap("same-forecast", last.id, last.owner, first.day, total(last.outlook_after(last.day)), first.version, last.version)
    return standstills(story, same, found)


def same_progress(story):
    def progress(view):
        return sum("done" in m for m in view.milestones.values()), len(view.milestones)

    def found(whole):
        first, last = whole[0], whole[-1]
        for ident, milestone in first.milestones.items():
            day, later = expected_day(milestone), last.milestones.get(ident)
            if (day and day <= whole[1].day and later and "done" not in later and
                    date.fromisoformat(later.get("due", "9999-12-31")) <= last.day):
                return trap("same-progress", last.id, last.owner, first.day, total(last.outlook_after(last.day)),
                            first.version, last.version)
        return None
    return standstills(story, lambda first, later: progress(first) == progress(later), found)


def redatings(earlier, later):
    """(milestone, old day, new day) of key milestones that were moved, or removed (None), and not agreed anew."""
    if not earlier.in_play or not later.in_play or has_new(earlier, later, NEW_START):
        return
    for ident, before in earlier.milestones.items():
        if not is_key(before) or not (old := expected_day(before)):
            continue
        new_ones = (m for i, m in later.milestones.items()
                    if is_key(m) and i not in earlier.milestones and m.get("title", "") == before.get("title", ""))
        after = later.milestones.get(ident) or next(new_ones, None)
        if after is None:
            if not (earlier.sealed and has_new(earlier, later, ["amend"])):
                yield ident, old, None
            continue
        new = expected_day(after)
        amber = int(later.version.ctx.policy["status"]["implementation"]["amber_days"])
        if new and not is_agreed(earlier, later, before, after) and (new - old).days > amber:
            yield ident, old, new


def days_between(story):
    """Days at which one has to look to know when a milestone was re-dated."""
    for earlier, later in zip(story, story[1:]):
        for _, old, _ in redatings(earlier, later):
            yield from (d for d in (old - timedelta(NOTICE + 1), old) if earlier.day < d < later.day)


def late_redating(story):
    for earlier, later in zip(story, story[1:]):
        for _, old, new in redatings(earlier, later):
            if old - timedelta(NOTICE + 1) <= earlier.day < old:
                lost = total(later.lost_months(old, new)) if new else 0
                yield trap("late-redating", later.id, later.owner, later.day, lost if lost > 0 else None,
                           earlier.version, later.version)


def is_same_kind(a, b):
    return a.hard and b.hard and (a.kind, a.currency) == (b.kind, b.currency)


def reported(view, kind, until):
    """By month, what was reported up to a day of all effects of that kind and currency, whatever their ids."""
    sums = {}
    for e in view.effects:
        for month, cell in e.cells.items():
            if is_same_kind(e, kind) and "actual" in cell and recompute.month_end(month) <= until:
                sums[month] = sums.get(month, 0) + cell["actual"]
    return sums


def successor(earlier, effects, before):
    """The effect of the same id and kind, or the first new one that could be it under another name."""
    same = effects.get(before.id)
    if same and same.hard and same.kind == before.kind:
        return same
    known = {e.id for e in earlier.effects}
    return next((e for e in effects.values() if e.id not in known and is_same_kind(before, e)), None)


def past_changed(story):
    for earlier, later in zip(story, story[1:]):
        effects = {e.id: e for e in later.effects}
        for before in earlier.effects:
            if not before.hard or (before.id not in effects and reported(earlier, before, earlier.day) == reported(later, before, earlier.day)):
                continue
            after = successor(earlier, effects, before)
            for figure in ("actual", "confirmed"):
                def cells(e):
                    return e.confirmed if figure == "confirmed" else {m: c["actual"] for m, c in e.cells.items() if "actual" in c}
                old, new, stake, changed = cells(before), cells(after) if after else {}, 0, False
                same_unit = not after or after.currency == before.currency
                for month in sorted(m for m in old if recompute.month_end(m) <= earlier.day):
                    follows = figure == "actual" and month in new and after.confirmed.get(month) == new[month]
                    if not (old[month] == new.get(month) and same_unit) and not follows:
                        changed = True
                        stake += abs((after.reported(new[month], month) if month in new else 0) -
                                     before.reported(old[month], month))
                if changed:
                    yield trap("past-changed", later.id, later.owner, later.day, None if before.level else stake,
                               earlier.version, later.version)


def green_until_cancelled(story):
    for i in range(1, len(story)):
        later = story[i]
        if not later.cancelled or story[i - 1].cancelled:
            continue
        cancels = [d for d in later.decisions if d["decision"] == "cancel"]
        on = date.fromisoformat(cancels[-1]["on"]) if cancels else None
        before = next((v for v in reversed(story[:i]) if on is None or v.day < on), None)
        if before and before.figures.implementation == before.figures.potential == "green":
            stake = before.figures.figures["expected"] - later.figures.figures["expected"]
            yield trap("green-until-cancelled", later.id, before.owner, on or later.day, stake, before.version, later.version)


DETECTORS = (green_status, optimistic_call, silent_slip, end_moved, same_forecast, same_progress, past_changed,
             green_until_cancelled)


def expected_traps(history, now):
    """All traps, of the month ends before `now` and of now itself."""
    versions = history.month_ends(now.day) + [now]
    stories = {ident: story_of(versions, ident) for ident in now.measures}
    days = sorted({d for story in stories.values() for d in days_between(story)}, reverse=True)[:MOST_DAYS]
    more = sorted(filter(None, (history.version(d) for d in days)), key=lambda v: v.day)
    traps = list(double_claims(versions))
    for ident, story in stories.items():
        for detect in DETECTORS:
            traps += detect(story)
        wanted = set(days_between(story))  # other measures' days are none of its business
        own = sorted(versions[:-1] + [v for v in more if v.day in wanted], key=lambda v: v.day) + [now]
        traps += late_redating(story_of(own, ident))
    for t in traps:
        t["at_stake"] = None if t["at_stake"] is None else now.ctx.text(t["at_stake"])
    return traps


def report(cat4, root, *words):
    done = subprocess.run([cat4, "-C", root, "report", "traps", "--format", "json", *words], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def in_period(ctx, period, t):
    """From the first sign of it to the version that shows it."""
    wanted = recompute.months_of(ctx, period)
    first, last = index(t["since"]), index(max(t["since"], t["after_day"]))
    return any(wanted(f"{i // 12}-{i % 12 + 1:02d}") for i in range(first, last + 1))


def compare(cat4, root, now, history, words, counts):
    """Lines that say what differs; counts what was compared by kind."""
    expected = expected_traps(history, now)
    wrong = []
    for period in (None, str(now.day)[:7], f"FY{now.ctx.year(str(now.day)) % 100:02d}-Q1"):
        ours = [t for t in expected if not period or in_period(now.ctx, period, t)]
        theirs = report(cat4, root, *words, *(["--period", period] if period else []))["traps"]
        found = Counter(json.dumps({k: t[k] for k in trap_keys()}, sort_keys=True) for t in theirs)
        wanted = Counter(json.dumps(t, sort_keys=True) for t in ours)
        name = f"{now.day} {' '.join(words)} {period or ''}".strip()
        wrong += [f"{name}: oracle only {line}" for line in (wanted - found).elements()]
        wrong += [f"{name}: cat4 only   {line}" for line in (found - wanted).elements()]
        stakes = [Fraction(t["at_stake"]) for t in theirs if t["at_stake"] and Fraction(t["at_stake"]) > 0]
        wrong += [] if stakes == sorted(stakes, reverse=True) else [f"{name}: not what is most at stake first"]
        counts.update(t["kind"] for t in ours)
    return wrong


def trap_keys():
    return ("kind", "measure", "owner", "since", "at_stake", "before_revision", "before_day", "after_revision", "after_day")


def northwind(cat4, bundle, by_rev, days, work):
    clone, counts, wrong = f"{work}/clone", Counter(), []
    run("git", "clone", "-q", bundle, clone)
    for day in days:
        commit = run("git", "-C", clone, "rev-list", "-1", "--first-parent", f"--before={day}T23:59:59Z", "origin/main")
        history = History(clone, commit, f"{work}/files")
        now = Version(history.files(commit), date.fromisoformat(day), commit if by_rev else "")
        if by_rev:
            words = ["--rev", commit]
        else:
            run("git", "-C", clone, "checkout", "-q", "--detach", commit)
            words = []
        wrong += compare(cat4, clone, now, history, ["--as-of", day, *words], counts)
    return wrong, counts


def main():
    mode, cat4 = sys.argv[1], str(Path(sys.argv[2]).resolve())
    with tempfile.TemporaryDirectory() as work:
        if mode == "random":
            import random_history
            wrong, counts = random_history.traps(cat4, sys.argv[3], sys.argv[4], work, compare)
        else:
            wrong, counts = northwind(cat4, sys.argv[3], mode == "rev", sys.argv[4:], work)
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items()))
    print(*wrong, f"{sum(counts.values())} traps compared ({kinds}), {len(wrong)} differences", sep="\n")
    return int(bool(wrong) or not counts)


if __name__ == "__main__":
    sys.exit(main())
