// Writes the files of the example municipality into a folder: prognos_example_generator data/example
#include <fstream>
#include <iostream>

#include "data/example/files.h"
#include "data/example/months.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: prognos_example_generator FOLDER\n";
    return 2;
  }
  for (const prognos::example::File& file : prognos::example::MakeFiles(prognos::example::MakeSeries())) {
    const std::string path = std::string(argv[1]) + "/" + file.name;
    std::ofstream out(path, std::ios::binary);
    out << file.bytes;
    if (!out.flush()) {
      std::cerr << path << ": cannot be written\n";
      return 1;
    }
  }
  return 0;
}
