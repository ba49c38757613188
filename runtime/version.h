/* version: written into outputs and told by `chartc --version`. */
#ifndef CHARTC_VERSION_H
#define CHARTC_VERSION_H

#define CHARTC_VERSION "0.1.0"

#endif
