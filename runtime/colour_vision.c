/* colour_vision: see colour_vision.h. */
#include "colour_vision.h"

#include <math.h>

/* Linear light, 0..1 (matrices may go a little beyond). */
typedef struct Light {
    double r, g, b;
} Light;

static const double MATRICES[][3][3] = {
    [VISION_PROTANOPIA] = {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    [VISION_DEUTERANOPIA] = {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    [VISION_TRITANOPIA] = {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
};

static double to_linear(Colour byte)
{
    double value = (double)(byte & 0xFF) / 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double clamp(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static Light see(Light in, Vision vision)
{
    const double(*m)[3] = MATRICES[vision];
    return (Light){clamp(m[0][0] * in.r + m[0][1] * in.g + m[0][2] * in.b), clamp(m[1][0] * in.r + m[1][1] * in.g + m[1][2] * in.b),
                   clamp(m[2][0] * in.r + m[2][1] * in.g + m[2][2] * in.b)};
}

static double lab_curve(double share)
{
    return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116;
}

Lab vision_lab(Colour colour, Vision vision)
{
    Light light = {to_linear(colour >> 24), to_linear(colour >> 16), to_linear(colour >> 8)};
    if (vision != VISION_FULL && vision != VISION_GREY)
        light = see(light, vision);
    double x = lab_curve((0.4124564 * light.r + 0.3575761 * light.g + 0.1804375 * light.b) / 0.95047);
    double y = lab_curve(0.2126729 * light.r + 0.7151522 * light.g + 0.0721750 * light.b);
    double z = lab_curve((0.0193339 * light.r + 0.1191920 * light.g + 0.9503041 * light.b) / 1.08883);
    bool is_grey = vision == VISION_GREY;
    return (Lab){116 * y - 16, is_grey ? 0 : 500 * (x - y), is_grey ? 0 : 200 * (y - z)};
}

static const double TURN = 2 * M_PI;

static double hue_of(double a, double b)
{
    double hue = a == 0 && b == 0 ? 0 : atan2(b, a);
    return hue < 0 ? hue + TURN : hue;
}

/* sqrt(c^7 / (c^7 + 25^7)) */
static double chroma_share(double chroma)
{
    double c7 = pow(chroma, 7);
    return sqrt(c7 / (c7 + 6103515625.0));
}

double lab_distance(Lab a, Lab b)
{
    double stretch = 1.5 - 0.5 * chroma_share((hypot(a.a, a.b) + hypot(b.a, b.b)) / 2);
    double c1 = hypot(stretch * a.a, a.b), c2 = hypot(stretch * b.a, b.b);
    double h1 = hue_of(stretch * a.a, a.b), h2 = hue_of(stretch * b.a, b.b);
    double turn = h2 - h1, hue = (h1 + h2) / 2;
    if (c1 * c2 == 0) {
        turn = 0;
        hue = h1 + h2;
    } else if (fabs(turn) > M_PI) {
        turn += turn > 0 ? -TURN : TURN;
        hue += h1 + h2 < TURN ? M_PI : -M_PI;
    }
    double lightness = (a.l + b.l) / 2 - 50, chroma = (c1 + c2) / 2, degree = M_PI / 180;
    double t = 1 - 0.17 * cos(hue - 30 * degree) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6 * degree) - 0.20 * cos(4 * hue - 63 * degree);
    double blue = (hue / degree - 275) / 25;
    double rotation = -sin(60 * degree * exp(-blue * blue)) * 2 * chroma_share(chroma);
    double dl = (b.l - a.l) / (1 + 0.015 * lightness * lightness / sqrt(20 + lightness * lightness));
    double dc = (c2 - c1) / (1 + 0.045 * chroma);
    double dh = 2 * sqrt(c1 * c2) * sin(turn / 2) / (1 + 0.015 * chroma * t);
    return sqrt(fmax(dl * dl + dc * dc + dh * dh + rotation * dc * dh, 0));
}
