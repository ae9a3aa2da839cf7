package io.shouyin.kernel.receipt;

import io.shouyin.kernel.Check;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// A signature written on a screen: strokes from pen down to pen up, as points on a grid of [#WIDTH] by [#HEIGHT] from its upper left corner.
///
/// It is personal data: it rests and travels encrypted, and does not appear in texts.
public record Signature(List<Stroke> strokes) implements Figure {

    public static final int WIDTH = 600;
    public static final int HEIGHT = 220;
    public static final int STROKES_MAX = 64;
    public static final int POINTS_MAX = 1_200;

    /// Shorter is a slip of the hand.
    static final int LENGTH_MIN = WIDTH / 6;

    private static final byte VERSION = 1;

    public record Point(int x, int y) {
        public Point {
            Check.argument(x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT, "a point of a signature is within its grid");
        }
    }

    public record Stroke(List<Point> points) {
        public Stroke {
            Check.argument(!points.isEmpty(), "a stroke has a point");
            points = List.copyOf(points);
        }

        private double length() {
            double length = 0;
            for (int i = 1; i < points.size(); i++) {
                length += Math.hypot(points.get(i).x - points.get(i - 1).x, points.get(i).y - points.get(i - 1).y);
            }
            return length;
        }
    }

    public Signature {
        strokes = List.copyOf(strokes);
        Check.argument(!strokes.isEmpty() && strokes.size() <= STROKES_MAX, "a signature has 1 to 64 strokes");
        Check.argument(strokes.stream().mapToInt(stroke -> stroke.points.size()).sum() <= POINTS_MAX, "a signature has 1200 points at most");
        Check.argument(strokes.stream().mapToDouble(Stroke::length).sum() >= LENGTH_MIN, "a signature is more than a dot");
    }

    /// One byte of version, one with the number of strokes; of each stroke the number of its points and their x and y, two bytes each.
    public byte[] encode() {
        var out = new ByteArrayOutputStream();
        out.write(VERSION);
        out.write(strokes.size());
        for (Stroke stroke : strokes) {
            var part = ByteBuffer.allocate(2 + 4 * stroke.points.size()).putShort((short) stroke.points.size());
            stroke.points.forEach(point -> part.putShort((short) point.x).putShort((short) point.y));
            out.writeBytes(part.array());
        }
        return out.toByteArray();
    }

    /// The inverse of [#encode].
    ///
    /// @throws IllegalArgumentException unless it is whole and nothing follows
    public static Signature decode(byte[] encoded) {
        Check.argument(encoded.length >= 2 && encoded[0] == VERSION, "an encoded signature begins with its version");
        var in = ByteBuffer.wrap(encoded, 2, encoded.length - 2);
        var strokes = new ArrayList<Stroke>();
        for (int left = encoded[1] & 0xFF; left > 0; left--) {
            Check.argument(in.remaining() >= 2, "an encoded signature is whole");
            int count = in.getShort();
            Check.argument(count > 0 && in.remaining() >= 4 * count, "an encoded signature is whole");
            var points = new ArrayList<Point>();
            for (int i = 0; i < count; i++) {
                points.add(new Point(in.getShort(), in.getShort()));
            }
            strokes.add(new Stroke(points));
        }
        Check.argument(!in.hasRemaining(), "nothing follows an encoded signature");
        return new Signature(strokes);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    /// `M10 20L30 40`; a single point is a line of no length.
    @Override
    public String path() {
        var path = new StringJoiner("");
        for (Stroke stroke : strokes) {
            for (int i = 0; i < stroke.points.size(); i++) {
                Point point = stroke.points.get(i);
                path.add(String.format(Locale.ROOT, "%s%d %d", i == 0 ? "M" : "L", point.x, point.y));
            }
            if (stroke.points.size() == 1) {
                path.add("h0");
            }
        }
        return path.toString();
    }

    @Override
    public String toString() {
        return "Signature[" + strokes.size() + "]";
    }
}
