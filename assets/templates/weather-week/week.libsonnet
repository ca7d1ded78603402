// What the template asks of a week: seven days with `day` (0 to 6), `weekday` (1: Monday), `high`, `low`, `rain`, `weather`.
local names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
local words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'];
local degrees(x) =  // whole ones, halves away from zero
  (if x <= -0.5 then '−' else '') + std.floor(std.abs(x) + 0.5) + '°';
local all(days, column) = [day[column] for day in days];
local most(list) = std.foldl(std.max, list, -1000);
local least(list) = std.foldl(std.min, list, 1000);
local first(days, column, value) = [day for day in days if day[column] == value][0];

{
  degrees:: degrees,

  // The day of the highest temperature, and its name.
  peak(days):: first(days, 'high', most(all(days, 'high'))),
  name(day):: names[day.weekday - 1],

  // The most remarkable thing about the week.
  headline(days)::
    local hot = self.peak(days), cool = first(days, 'high', least(all(days, 'high')));
    local cold = first(days, 'low', least(all(days, 'low')));
    local rain = std.foldl(function(sum, mm) sum + mm, all(days, 'rain'), 0);
    local snow = std.length([day for day in days if day.weather == 'snow']);
    if snow == 7 then 'Snow, every day'
    else if snow >= 3 then 'Snow on %s of seven days' % words[snow]
    else if rain >= 60 then '%d mm of rain in one week' % std.floor(rain + 0.5)
    else if cold.low <= -5 && hot.day < cold.day then 'From\u00a0%s\u00a0to\u00a0%s in %s days' % [degrees(hot.high), degrees(cold.low), words[cold.day - hot.day]]
    else if cold.low <= -5 then '%s on %s' % [degrees(cold.low), self.name(cold)]
    else if hot.high - cool.high >= 14 && hot.day > cool.day then 'From\u00a0%s\u00a0to\u00a0%s in %s days' % [degrees(cool.high), degrees(hot.high), words[hot.day - cool.day]]
    else if hot.high >= 30 then 'Up to %s on %s' % [degrees(hot.high), self.name(hot)]
    else 'A week between %s and %s' % [degrees(cool.high), degrees(hot.high)],

  // Places in the chart, in percent of its box: temperatures from 10 to 52, bars of rain from 66 to 84.
  top:: 10,
  height:: 42,
  low(days):: least(all(days, 'low')),
  high(days):: most(all(days, 'high')),
  most_rain(days):: std.max(20, most(all(days, 'rain'))),  // drizzle is no storm
  x(day):: (day.day + 0.5) / 7 * 100,
  y(days, value):: self.top + self.height * (self.high(days) - value) / (self.high(days) - self.low(days)),
  // A text stands under a low, or over a high, aside where the line would run through it: pixels to the right.
  aside(days, day, column, most)::
    local before = days[std.max(day.day - 1, 0)][column], after = days[std.min(day.day + 1, 6)][column];
    local past(other) = if most < 0 then day[column] >= other else day[column] <= other;
    if past(before) && past(after) then 0 else most * std.clamp(3 * (after - before) / (self.high(days) - self.low(days)), -1, 1),
  low_x(days, day):: '%.4f%%%+.1f' % [self.x(day), self.aside(days, day, 'low', 20)],
  high_x(days, day):: '%.4f%%%+.1f' % [self.x(day), self.aside(days, day, 'high', -20)],
  rain_y(days, mm):: 84 - 18 * mm / self.most_rain(days),

  // The lines begin at 1.2 s and take 0.8 s a day. The number is at the highest value so far.
  at(day):: '%.2fs' % (1.2 + day * 0.8),
  so_far(days):: [{ t: $.at(i), v: most(all(days[0:i + 1], 'high')), ease: 'linear' } for i in std.range(0, 6)],
}
