# The figure of specs/r1_llama.chart for gnuplot; terminal and output are set by who calls.
set datafile separator ","
file = "specs/data/r1_llama.csv"
set multiplot layout 1,4 margins 0.05,0.95,0.24,0.88 spacing 0.11
set style fill solid noborder
set boxwidth 350
set xlabel "KV Budget"
set ylabel "Pass@1"
set y2label "Throughput (TPS)"
set ytics nomirror
set y2tics 300,100,700
set y2range [300:700]
set xtics 2500,500
set xrange [2250:5250]
set grid ytics
unset key
do for [i = 1:4] {
    name = word("AIME24 AIME25 AMC23 GPQA-D", i)
    low = 0.0 + word("20 0 60 20", i)
    set title "R1-Llama | ".name
    set yrange [low:low + 40]
    if (i == 4) { set key top right }
    plot file using 2:(strcol(1) eq name ? $3 : NaN) with boxes lc rgb "#4c78a8" title "Pass@1", \
         file using 2:(strcol(1) eq name ? $4 : NaN) axes x1y2 with linespoints pt 7 ps 0.4 lw 1.2 lc rgb "#f58518" title "Throughput"
}
unset multiplot
