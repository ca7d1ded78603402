// How many of the twelve largest countries are European, as keys for a number: one for each time that changes.
//   rows: country, cluster, year, millions, rank, in the order of their years       first, each: when the race leaves the first step; from step to step
function(rows, first, each, places=12)
  local steps = std.uniq([row.year for row in rows]);
  local tables = [[row for row in rows if row.year == year] for year in steps];
  local parts = 11;  // looked at between two steps
  // The countries that may be among the first between two steps: their millions at both.
  local pairs = [
    [
      { europe: a.cluster == 1, from: a.millions, to: b.millions }
      for a in tables[i]
      if a.rank <= places + 3
      for b in tables[i + 1]
      if b.country == a.country
    ]
    for i in std.range(0, std.length(steps) - 2)
  ];
  local count(some, share) =
    local now = [c.from * (1 - share) + c.to * share for c in some];
    local least = std.sort(now)[std.length(now) - places];
    std.length([i for i in std.range(0, std.length(some) - 1) if some[i].europe && now[i] >= least]);
  local counts = [{ t: 0, v: count(pairs[0], 0) }] + [
    { t: '%.3fs' % (first + each * (i + part / parts)), v: count(pairs[i], part / parts) }
    for i in std.range(0, std.length(pairs) - 1)
    for part in std.range(1, parts)
  ];
  [counts[i] { ease: 'hold' } for i in std.range(0, std.length(counts) - 1) if i == 0 || counts[i].v != counts[i - 1].v]
