/// The Python that `scripts/test` sets up, with openpyxl in it.
package let pythonProgram = repositoryDirectory + "/.build/python/bin/python"
