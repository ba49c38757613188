/* stat_hexbin: points to regular hexagons. Carr, Littlefield, Nicholson and Littlefield, "Scatterplot Matrix Techniques for Large N" (1987); the
 * cells are those of R's hexbin(). */
#ifndef CHARTC_STAT_HEXBIN_H
#define CHARTC_STAT_HEXBIN_H

/* From side to side of a hexagon; its corners lie above and below its middle. From row to row it is HEX_ROW of that. */
#define HEX_ROW 0.86602540378443864676
/* From the middle to a corner. */
#define HEX_CORNER 0.57735026918962576451

/* Cell (column, row) has its middle at column + (0.5 in odd rows), HEX_ROW * row, both times the size. */
typedef struct HexCell {
    long column, row;
} HexCell;

/* The cell whose middle is nearest to a place; x and y from the middle of cell (0, 0), in sizes, finite and within +-1e9. */
HexCell hex_cell(double x, double y);

#endif
