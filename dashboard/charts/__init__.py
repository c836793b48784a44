"""Results and scores as charts; knows no Streamlit."""
