// When things happen, in frames of 30 a second: an opener, a scene a goal, an end card; a wipe from each to the next.
{
  opener: 102,
  scene: 174,
  wipe: 18,
  end: 162,
  time(frames):: '%df' % frames,
  // Where the scene of the goal with an index from 0 begins; after the last goal, the end card.
  start(index):: self.opener - self.wipe + index * (self.scene - self.wipe),
  // The frame at which a goal falls: in its scene, and in the film.
  within(goal):: std.floor((goal.at - goal.from) * 30 + 0.5),
  falls(goals, index):: self.start(index) + self.within(goals[index]),
  // How many of the goals a side has scored.
  score(goals, side):: std.length(std.filter(function(g) g.side == side, goals)),
  // The states of the scoreboard: a row a side and frame at which a score changes.
  board(goals, home, away)::
    [{ side: 'home', name: home, frame: 0, score: 0 }, { side: 'away', name: away, frame: 0, score: 0 }]
    + [{ side: goals[i].side, name: if goals[i].side == 'home' then home else away, frame: $.falls(goals, i), score: $.score(goals[:i + 1], goals[i].side) } for i in std.range(0, std.length(goals) - 1)],
}
