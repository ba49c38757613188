/* colour_vision: how colours look to people and on paper, and how far apart two of them are. Unit tests hold it to published values. */
#ifndef CHARTC_COLOUR_VISION_H
#define CHARTC_COLOUR_VISION_H

#include "scene.h"

/* Who looks: everybody; people without long-wave (protanopia), middle-wave (deuteranopia) or short-wave cones (tritanopia), by the matrices of
 * severity 1 of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009;
 * and a printer or copier without colour. */
typedef enum Vision { VISION_FULL, VISION_PROTANOPIA, VISION_DEUTERANOPIA, VISION_TRITANOPIA, VISION_GREY, VISION_COUNT } Vision;

/* CIELAB of D65: lightness 0..100, green-red, blue-yellow. */
typedef struct Lab {
    double l, a, b;
} Lab;

/* A colour as it is seen; alpha counts nothing. */
Lab vision_lab(Colour colour, Vision vision);
/* CIEDE2000, all weights 1 (Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", Color Research and Application 30(1), 2005). 1 is about
 * what can just be seen side by side. */
double lab_distance(Lab a, Lab b);

#endif
