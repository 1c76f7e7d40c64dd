# Other names for the scripts, for those who type make by habit.
.PHONY: help reports test lint benchmark torture

help:
	@echo "make reports   build, load the sample data, write the workbooks (scripts/reports)"
	@echo "make test      run every test (scripts/test)"
	@echo "make lint      check the form of code and scripts (scripts/lint)"
	@echo "make benchmark measure how fast a file is loaded, beside psql (scripts/benchmark)"
	@echo "make torture   kill runs at 200 random moments and compare what is left (scripts/torture)"

reports:
	scripts/reports

test:
	scripts/test

lint:
	scripts/lint

benchmark:
	scripts/benchmark

torture:
	scripts/torture
