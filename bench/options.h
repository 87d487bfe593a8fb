// Options of the tools: every one takes a number, and a number that does not fit ends the tool with status 2.
#ifndef OPTIONS_H
#define OPTIONS_H
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name; // without the dashes; the last of a list has none
    double value;     // the default, until given
    double least, most;
    const char *meaning;
} Option;

static void print_usage(FILE *to, const char *tool, const char *purpose, const Option *options) {
    fprintf(to, "usage: %s [--OPTION NUMBER]...\n%s\n", tool, purpose);
    for (const Option *o = options; o->name; o++) {
        fprintf(to, "  --%-8s %s (%g to %g, default %g)\n", o->name, o->meaning, o->least, o->most, o->value);
    }
}

static void read_options(int argc, char **argv, const char *purpose, Option *options) {
    const char *tool = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help")) {
            print_usage(stdout, tool, purpose, options);
            exit(0);
        }
        Option *o = options;
        while (o->name && (strncmp(argv[i], "--", 2) || strcmp(argv[i] + 2, o->name))) {
            o++;
        }
        if (!o->name || i + 1 == argc) {
            fprintf(stderr, o->name ? "%s: missing number after '%s'\n" : "%s: unknown option '%s'\n", tool, argv[i]);
            print_usage(stderr, tool, purpose, options);
            exit(2);
        }
        char *end;
        double value = strtod(argv[++i], &end);
        if (end == argv[i] || *end || !(value >= o->least && value <= o->most)) {
            fprintf(stderr, "%s: invalid --%s '%s'; expected %g to %g\n", tool, o->name, argv[i], o->least, o->most);
            exit(2);
        }
        o->value = value;
    }
}
#endif
