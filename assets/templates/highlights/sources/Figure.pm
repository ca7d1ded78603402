# A player: a figure cut out of paper. A metre is 100 pixels, the feet stand at [0, 0].
package Figure;
use strict;
use warnings;

my @skins = split ' ', '#e8b48e #8a5a3c #f0c7a4 #6b432c #c98e66 #a8714d';
my @hairs = split ' ', '#2a1d16 #16110e #8a5a2b #120d0b #3a2a20 #1d1512';

sub part { my ($w, $h, $color, $radius, $x, $y) = @_; return { type => 'shape', shape => 'rect', size => [$w, $h], radius => $radius, fill => $color, position => [$x, $y] } }

# kit: { shirt, number, shorts, socks }; look: whose skin and hair; swing, back: keyframes of degrees by which limbs swing one way
# and the other; lean: of the upper body.
sub layers {
  my ($kit, $number, $look, $swing, $back, $lean) = @_;
  my ($skin, $hair) = ($skins[$look % 6], $hairs[($look * 5 + 2) % 6]);
  my $leg = sub {
    my ($side, $keys) = @_;
    return {
      type => 'group', position => [$side * 10, -84], size => [20, 84], anchor => [0.5, 0], rotation => $keys,
      children => [part(19, 48, $skin, 8, 0, 0), part(18, 38, $kit->{socks}, 7, 0.5, 38), part(25, 12, '#12161d', [5, 9, 3, 3], -2, 74), part(24, 36, $kit->{shorts}, [4, 4, 7, 7], -2, -4)],
    };
  };
  my $arm = sub {
    my ($side, $keys) = @_;
    return {
      type => 'group', position => [$side * 26 + 60, 58], size => [15, 56], anchor => [0.5, 0.09], rotation => $keys,
      children => [part(13, 56, $skin, 6, 1, 2), part(16, 28, $kit->{shirt}, 7, 0, 0)],
    };
  };
  my $body = sub { my ($d, $fill, @more) = @_; return { type => 'shape', shape => 'path', d => $d, fill => $fill, @more } };
  return (
    $leg->(1, $back), $leg->(-1, $swing),
    {
      type => 'group', size => [120, 200], anchor => [0.5, 1], rotation => $lean,
      children => [
        $arm->(1, $swing), $arm->(-1, $back), part(46, 24, $kit->{shorts}, [2, 2, 8, 8], 37, 106),
        $body->('M40 50Q60 42 80 50L90 60L84 114Q60 118 36 114L30 60Z', $kit->{shirt}, rounding => 5),
        $body->('M66 47Q74 47 80 50L90 60L84 114Q78 116 70 116Z', '#000000', opacity => 0.13),
        { type => 'text', text => "$number", font => 'number', fontSize => 42, color => $kit->{number}, align => 'center', valign => 'cap', position => [30, 66], size => [60, 42], letterSpacing => -1 },
        part(13, 14, $skin, 3, 53.5, 38),
        { type => 'shape', shape => 'ellipse', size => [32, 36], position => [44, 8], fill => $skin },
        $body->('M43.500 28Q41 4 60 4Q79 4 76.500 28Q73 16 60 16Q47 16 43.500 28Z', $hair),
      ],
    },
  );
}

1;
