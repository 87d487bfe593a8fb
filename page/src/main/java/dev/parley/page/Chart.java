package dev.parley.page;

/** Something drawn, twice: its letters have one size on a desk and on a phone, so a phone gets another drawing and no smaller one. */
interface Chart {
    /** In which of the two drawings, in units of its view box; a unit is about a pixel. */
    enum Shape {
        WIDE(820, 330, 62),
        NARROW(360, 270, 56);

        final int width;
        final int height;
        final int left;

        Shape(int width, int height, int left) {
            this.width = width;
            this.height = height;
            this.left = left;
        }

        String css() {
            return this == WIDE ? "wide" : "narrow";
        }
    }

    /** Unique on the page. */
    String id();

    String title();

    /** What the chart shows, for readers who cannot see it. */
    String description();

    int height(Shape shape);

    /** What is inside the drawing. */
    void draw(Markup page, Shape shape);

    /** Both drawings; the style sheet shows one. */
    default void addTo(Markup page) {
        for (Shape shape : Shape.values()) {
            String name = id() + "-" + shape.css();
            page.open(
                    "svg",
                    "class",
                    shape.css(),
                    "viewBox",
                    "0 0 " + shape.width + " " + height(shape),
                    "role",
                    "img",
                    "aria-labelledby",
                    name + "-title " + name + "-desc");
            page.element("title", title(), "id", name + "-title");
            page.element("desc", description(), "id", name + "-desc");
            draw(page, shape);
            page.closeLine();
        }
    }
}
